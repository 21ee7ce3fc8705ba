package ansatz.cli.command.internal;

import ansatz.cli.text.internal.Numbers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What this machine, its Java and the home folder offer. */
final class MachineChecks {
  private static final Runtime.Version GOOD_JAVA = Runtime.Version.parse("25.0.3");
  private static final long GIB = 1L << 30;
  private static final long FEW_FILES = 1024;

  private MachineChecks() {}

  static List<Check> all(Path home) {
    return List.of(java(), vector(), memory(), files(), locale(), home(home));
  }

  private static Check java() {
    Runtime.Version version = Runtime.version();
    String found = version + ", " + System.getProperty("java.vendor") + ", " + System.getProperty("java.home");
    return version.compareToIgnoreOptional(GOOD_JAVA) >= 0
        ? Check.ok("java", found)
        : Check.warn("java", found, "below " + GOOD_JAVA + " the G1 collector can move arrays under a native call: "
            + "install a newer JDK 25");
  }

  private static Check vector() {
    String what = "vector module";
    if (ModuleFinder.ofSystem().find("jdk.incubator.vector").isEmpty()) {
      return Check.warn(what, "this JDK has no jdk.incubator.vector", "install a full JDK 25, not a JRE");
    }
    try {
      Class<?> shape = Class.forName("jdk.incubator.vector.VectorShape", true, null);
      return Check.ok(what, "jdk.incubator.vector: " + shape.getMethod("preferredShape").invoke(null));
    } catch (ReflectiveOperationException e) {
      return Check.warn(what, "jdk.incubator.vector is not resolved, tensors are computed one number at a time (" + e
          + ")", "start through launcher/ansatz");
    }
  }

  private static Check memory() {
    Runtime runtime = Runtime.getRuntime();
    long physical = ManagementFactory
        .getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
            ? system.getTotalMemorySize()
            : 0;
    String found = runtime.availableProcessors() + " cores, " + Numbers.bytes(physical) + " memory, "
        + Numbers.bytes(runtime.maxMemory()) + " for Java, " + System.getProperty("os.name") + " "
        + System.getProperty("os.version") + " " + System.getProperty("os.arch");
    return runtime.maxMemory() < GIB / 2
        ? Check.warn("machine", found, "little memory for Java: JAVA_TOOL_OPTIONS=-Xmx2g gives more")
        : Check.ok("machine", found);
  }

  private static Check files() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.UnixOperatingSystemMXBean unix) {
      long limit = unix.getMaxFileDescriptorCount();
      return limit >= FEW_FILES
          ? Check.ok("open files", limit + " allowed")
          : Check.warn("open files", "only " + limit + " allowed", "ulimit -n 4096");
    }
    return Check.ok("open files", "no limit known on this system");
  }

  private static Check locale() {
    String encoding = System.getProperty("sun.jnu.encoding");
    String found = "file names in " + encoding + ", numbers as in " + (Locale.getDefault().toString().isEmpty()
        ? "the root locale"
        : Locale.getDefault());
    return "UTF-8".equals(encoding)
        ? Check.ok("locale", found)
        : Check.fail("locale", found, "start through launcher/ansatz, which sets LC_ALL=C.UTF-8");
  }

  /** Whether its file system and the room left will do, the store says. */
  private static Check home(Path home) {
    try {
      Files.createDirectories(home);
      Path probe = Files.createTempFile(home, ".doctor", "");
      Files.delete(probe);
      FileStore disk = Files.getFileStore(home);
      return Check.ok("home", home + " is writable, on " + disk.type() + " with " + Numbers.bytes(disk.getUsableSpace())
          + " free");
    } catch (IOException e) {
      return Check.fail("home", home + " cannot be written (" + e.getMessage() + ")",
          "set ANSATZ_HOME to a folder of yours");
    }
  }
}
