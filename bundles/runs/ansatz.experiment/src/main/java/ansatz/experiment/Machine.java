package ansatz.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a run's lock says of the machine and its Java, and what tells one process from another. */
public final class Machine {
  private Machine() {}

  /** Operating system, processor and number of cores. */
  public static Map<String, Object> machine() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("arch", System.getProperty("os.arch"));
    facts.put("cpu", cpu());
    facts.put("cores", Runtime.getRuntime().availableProcessors());
    if (!threads().isEmpty()) {
      facts.put("environment", threads());
    }
    return facts;
  }

  /** What tells native libraries how to compute. */
  private static Map<String, Object> threads() {
    Map<String, Object> set = new LinkedHashMap<>();
    for (String name : List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENBLAS_CORETYPE", "MKL_NUM_THREADS",
        "GOTO_NUM_THREADS")) {
      String value = System.getenv(name);
      if (value != null) {
        set.put(name, value);
      }
    }
    return set;
  }

  public static Map<String, Object> jvm() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("version", Runtime.version().toString());
    facts.put("vendor", System.getProperty("java.vendor"));
    facts.put("vm", System.getProperty("java.vm.name"));
    return facts;
  }

  /** Process, boot and host, so that a lock's owner can be named. */
  public static Map<String, Object> process() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("pid", ProcessHandle.current().pid());
    facts.put("boot", firstLine(Path.of("/proc/sys/kernel/random/boot_id"), ""));
    facts.put("host", firstLine(Path.of("/proc/sys/kernel/hostname"), ""));
    facts.put("user", System.getProperty("user.name"));
    return facts;
  }

  /** What is not as a run's lock says, in a line each, with what that means; empty where machine and Java are the same. */
  public static List<String> differences(Map<String, Object> lock) {
    List<String> lines = new ArrayList<>();
    compare("machine", lock.get("machine"), machine(), lines);
    compare("java", lock.get("jvm"), jvm(), lines);
    if (!lines.isEmpty()) {
      lines.add("equal bits are promised on the same machine and Java only; what follows may differ by rounding");
    }
    return lines;
  }

  private static void compare(String what, Object then, Map<String, Object> now, List<String> lines) {
    if (!(then instanceof Map<?, ?> before)) {
      return;
    }
    List<Object> keys = new ArrayList<>(before.keySet());
    now.keySet().stream().filter(key -> !before.containsKey(key)).forEach(keys::add);
    for (Object key : keys) {
      if (!Objects.equals(String.valueOf(before.get(key)), String.valueOf(now.get(key)))) {
        lines.add("another " + what + ": " + key + " was " + before.get(key) + ", is " + now.get(key));
      }
    }
  }

  private static String cpu() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream().filter(l -> l.startsWith("model name"))
          .map(l -> l.substring(l.indexOf(':') + 1).strip()).findFirst().orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  private static String firstLine(Path file, String otherwise) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return otherwise;
    }
  }
}
