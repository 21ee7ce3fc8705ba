package ansatz.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run's lock says of the machine, and what tells one process from another. */
final class Machine {
  private Machine() {}

  /** Operating system, processor and number of cores. */
  static Map<String, Object> machine() {
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

  static Map<String, Object> jvm() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("version", Runtime.version().toString());
    facts.put("vendor", System.getProperty("java.vendor"));
    facts.put("vm", System.getProperty("java.vm.name"));
    return facts;
  }

  /** Process, boot and host, so that a lock's owner can be named. */
  static Map<String, Object> process() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("pid", ProcessHandle.current().pid());
    facts.put("boot", firstLine(Path.of("/proc/sys/kernel/random/boot_id"), ""));
    facts.put("host", firstLine(Path.of("/proc/sys/kernel/hostname"), ""));
    facts.put("user", System.getProperty("user.name"));
    return facts;
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
