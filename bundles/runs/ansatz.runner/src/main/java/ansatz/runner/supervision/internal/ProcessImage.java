package ansatz.runner.supervision.internal;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import ansatz.experiment.RunException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The program that this process executes, replaced by another one in an instant: number, terminal and parent stay,
 * every thread ends wherever it is, every file but the standard streams is closed and with it every lock freed.
 *
 * <p>That is {@code execve} of POSIX, which Java does not have; nothing else ends a thread that neither returns nor heeds
 * an interrupt and keeps the process in the foreground of its terminal.
 */
@SuppressWarnings("restricted")
final class ProcessImage {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final int STANDARD_STREAMS = 3;
  /** Constants of Linux. */
  private static final int F_SETFD = 2;
  private static final int FD_CLOEXEC = 1;
  private static final int SIG_SETMASK = 2;
  private static final int SIGSET_BYTES = 128;

  private ProcessImage() {}

  static boolean replaceable() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).equals("linux") && Files.isDirectory(DESCRIPTORS);
  }

  /**
   * Does not return.
   *
   * @param command path of an executable file, then its arguments
   * @param environment variables to set beside those there are
   * @throws RunException when the operating system refuses; then this process goes on
   */
  static void replace(List<String> command, Map<String, String> environment) {
    Linker linker = Linker.nativeLinker();
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle setenv = function(linker, "setenv", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
      for (Map.Entry<String, String> variable : environment.entrySet()) {
        int _ = (int) setenv.invokeExact(arena.allocateFrom(variable.getKey()),
            arena.allocateFrom(variable.getValue()), 1);
      }
      MemorySegment arguments = arena.allocate(MemoryLayout.sequenceLayout(command.size() + 1, ADDRESS));
      for (int i = 0; i < command.size(); i++) {
        arguments.setAtIndex(ADDRESS, i, arena.allocateFrom(command.get(i)));
      }
      MethodHandle mask = function(linker, "pthread_sigmask",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
      int _ = (int) mask.invokeExact(SIG_SETMASK, arena.allocate(SIGSET_BYTES), MemorySegment.NULL);
      MethodHandle execv = function(linker, "execv", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
      // What another thread opens from here on stays open in the new image: nothing slow may come between.
      closeOnReplacement(linker);
      int _ = (int) execv.invokeExact(arguments.getAtIndex(ADDRESS, 0), arguments);
    } catch (Throwable e) {
      throw new RunException(command.getFirst() + " could not be executed: " + e, e);
    }
    throw new RunException(command.getFirst() + " could not be executed");
  }

  /** The virtual machine leaves many descriptors open to a new image, among them those that hold locks. */
  private static void closeOnReplacement(Linker linker) throws Throwable {
    MethodHandle fcntl = linker.downcallHandle(linker.defaultLookup().findOrThrow("fcntl"),
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
    for (int descriptor : descriptors()) {
      int _ = (int) fcntl.invokeExact(descriptor, F_SETFD, FD_CLOEXEC);
    }
  }

  private static List<Integer> descriptors() throws IOException {
    try (Stream<Path> open = Files.list(DESCRIPTORS)) {
      return open.map(path -> Integer.valueOf(path.getFileName().toString())).filter(n -> n >= STANDARD_STREAMS)
          .toList();
    }
  }

  private static MethodHandle function(Linker linker, String name, FunctionDescriptor descriptor) {
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
  }
}
