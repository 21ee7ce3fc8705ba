package ansatz.bundles;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A child process with the same launcher: for code that is not trusted not to make mistakes. It has a home and a folder
 * for temporary files of its own, a scrubbed environment, a limit of heap, of memory and of time, and its whole process
 * tree is killed at the end. It stops mistakes, not malice.
 */
public final class ChildJvm {
  private ChildJvm() {}

  /**
   * What to start.
   *
   * @param folder the child's folder; {@code home/}, {@code tmp/} and {@code child.log} are made in it
   * @param dist the distribution to start; this process's own by default
   * @param bootSet tree of parts as {@link LiveBundles#bootSet} gives it; null for what the child's home says
   * @param arguments of the command line: {@code child admission FOLDER}, {@code run FILE}
   * @param heapMegabytes -Xmx
   * @param memoryMegabytes limit of resident memory of the tree
   */
  public record Request(Path folder, Path dist, Map<String, Object> bootSet, List<String> arguments, int heapMegabytes,
      int memoryMegabytes, Duration limit) {}

  /**
   * How it ended.
   *
   * @param code its exit code
   * @param problem why it was killed, in words; empty when it ended by itself
   */
  public record Ending(int code, String problem, Duration wall, String log) {}

  /** Starts it; does not wait. */
  public static ChildJvm start(Request request) {
    throw new UnsupportedOperationException();
  }

  /** Whether it still goes on. */
  public boolean alive() {
    throw new UnsupportedOperationException();
  }

  /** Waits for its end; killed when the waiting thread is interrupted. */
  public Ending await() {
    throw new UnsupportedOperationException();
  }

  /** Ends it now, with its tree. */
  public void kill() {
    throw new UnsupportedOperationException();
  }
}
