package ansatz.bundles.child.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * A process and all that it started, directly or not, also what let go of its parents since: descendants are remembered
 * from look to look, and every process inherits a word in its environment by which it is found.
 */
public final class ProcessTree {
  /** The environment variable that marks the processes of a tree. */
  public static final String COOKIE = "ANSATZ_CHILD";

  private static final Path PROC = Path.of("/proc");
  private static final int ROUNDS = 20;

  private final ProcessHandle root;
  private final byte[] mark;
  private final Set<ProcessHandle> seen = new HashSet<>();

  public ProcessTree(ProcessHandle root, String cookie) {
    this.root = root;
    this.mark = (COOKIE + "=" + cookie).getBytes(StandardCharsets.UTF_8);
  }

  /** Remembers who is there now. */
  public void look() {
    root.descendants().forEach(seen::add);
    seen.removeIf(process -> !process.isAlive() || status(process, "State:").contains("zombie"));
  }

  /** Resident memory of the root and of everything seen; 0 where the system does not say. */
  public long residentBytes() {
    long sum = resident(root);
    for (ProcessHandle process : seen) {
      sum += resident(process);
    }
    return sum;
  }

  private static long resident(ProcessHandle process) {
    String kilobytes = status(process, "VmRSS:").replaceAll("\\D", "");
    return kilobytes.isEmpty() ? 0 : Long.parseLong(kilobytes) << 10;
  }

  /** A line of what the kernel says of a process; empty when it is gone. */
  private static String status(ProcessHandle process, String key) {
    try {
      return Files.readAllLines(PROC.resolve(process.pid() + "/status"), StandardCharsets.ISO_8859_1).stream()
          .filter(line -> line.startsWith(key)).findFirst().orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  /** Kills everything but the root and this process, again and again until nothing is left. */
  public void kill() {
    for (int round = 0; round < ROUNDS; round++) {
      look();
      addMarked();
      if (seen.isEmpty()) {
        return;
      }
      seen.forEach(ProcessHandle::destroyForcibly);
      try {
        Thread.sleep(1L << Math.min(round, 6));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void addMarked() {
    long self = ProcessHandle.current().pid();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        long pid = Long.parseLong(process.getFileName().toString());
        if (pid != self && pid != root.pid() && isMarked(process)) {
          ProcessHandle.of(pid).ifPresent(seen::add);
        }
      }
    } catch (IOException e) {
      // No such file system here: descendants seen are all that is known.
    }
  }

  /** Others' processes cannot be read and are none of ours. */
  private boolean isMarked(Path process) {
    try {
      byte[] environment = Files.readAllBytes(process.resolve("environ"));
      for (int from = 0; from + mark.length <= environment.length; from++) {
        if (Arrays.equals(environment, from, from + mark.length, mark, 0, mark.length)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }
}
