package ansatz.itest;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.List;

/** Processes that see mounts of their own, where this machine permits it: as their own root, or as root. */
final class Namespace {
  private static final List<List<String>> WAYS = List.of(List.of("unshare", "-Urm"), List.of("unshare", "-m"));

  private Namespace() {}

  /** The shell script as a command whose mounts nobody else sees. */
  static List<String> withPrivateMounts(String script) throws IOException, InterruptedException {
    return List.of(way().get(0), way().get(1), "bash", "-c", script);
  }

  /** Skips the test, saying why, where there are no such processes. */
  static void assumePrivateMounts() throws IOException, InterruptedException {
    way();
  }

  private static List<String> way() throws IOException, InterruptedException {
    for (List<String> way : WAYS) {
      ProcessBuilder mount = new ProcessBuilder(way.get(0), way.get(1), "mount", "-t", "tmpfs", "tmpfs", "/mnt");
      if (mount.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0) {
        return way;
      }
    }
    String reason = "neither unshare -Urm nor unshare -m may mount here (user namespaces are off, and this is not root)";
    System.out.println("skipped: " + reason);
    return abort(reason);
  }
}
