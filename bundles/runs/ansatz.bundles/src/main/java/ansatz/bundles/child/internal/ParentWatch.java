package ansatz.bundles.child.internal;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Ends a child process as soon as its parent is gone. The parent holds the other end of standard input and never writes:
 * the kernel closes it however the parent ends.
 */
@Component(immediate = true, service = {})
public final class ParentWatch {
  /** System property of a process that shall not outlive its parent. */
  public static final String PROPERTY = "ansatz.child";

  private static final int KILLED = 137;

  @Activate
  public ParentWatch() {
    if (Boolean.getBoolean(PROPERTY)) {
      Thread.ofPlatform().daemon().name("leash").start(ParentWatch::hold);
    }
  }

  @SuppressWarnings("resource")
  private static void hold() {
    FileInputStream parent = new FileInputStream(FileDescriptor.in);
    try {
      while (parent.read() >= 0) {
        // Whatever is said there, only its end matters.
      }
    } catch (IOException e) {
      // Somebody closed standard input: without it the parent's end would not be noticed.
    }
    new ProcessTree(ProcessHandle.current(), System.getenv().getOrDefault(ProcessTree.COOKIE, "none")).kill();
    Runtime.getRuntime().halt(KILLED);
  }
}
