package ansatz.runner.supervision.internal;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Notices, while a run goes on, that somebody ends the process by {@code System.exit}, which cannot be prevented: Java
 * has no way to refuse it, but it waits for what is registered to be done first.
 */
public final class ExitHook implements AutoCloseable {
  private static final String EXIT = "exit";
  /** The virtual machine's own threads end a process in this way when a signal arrives. */
  private static final String SIGNAL = "java.lang.Terminator";

  private final Thread hook;

  /** @param exits told by which code the process is ended: {@code zoo.Exit.step(Exit.java:12)} */
  public ExitHook(Consumer<String> exits) {
    hook = Thread.ofPlatform().name("exit-hook")
        .unstarted(() -> culprit(Thread.getAllStackTraces().values()).ifPresent(exits));
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The caller of {@code System.exit} among the stacks of all threads; empty when it was a signal. */
  static Optional<String> culprit(Collection<StackTraceElement[]> stacks) {
    for (StackTraceElement[] stack : stacks) {
      List<StackTraceElement> frames = Arrays.asList(stack);
      boolean exits = frames.stream()
          .anyMatch(f -> f.getClassName().equals("java.lang.Shutdown") && f.getMethodName().equals(EXIT));
      if (exits && frames.stream().noneMatch(f -> f.getClassName().startsWith(SIGNAL))) {
        return frames.stream().dropWhile(f -> !f.getMethodName().equals(EXIT))
            .dropWhile(f -> f.getClassName().startsWith("java.lang.")).findFirst().map(
                f -> f.getClassName() + "." + f.getMethodName() + "(" + f.getFileName() + ":" + f.getLineNumber()
                    + ")");
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending and the hook has been told.
      return;
    }
  }
}
