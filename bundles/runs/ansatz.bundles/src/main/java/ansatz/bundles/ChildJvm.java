package ansatz.bundles;

import ansatz.bundles.child.internal.ParentWatch;
import ansatz.bundles.child.internal.ProcessTree;
import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.RunException;
import ansatz.experiment.Trees;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A child process with the same launcher: for code that is not trusted not to make mistakes. It has a home and a folder
 * for temporary files of its own, a scrubbed environment, a limit of heap, of memory and of time, and its whole process
 * tree is killed at the end. It stops mistakes, not malice.
 *
 * <p>A child never outlives the process that started it: its standard input is a pipe that ends with the parent, however
 * that ends, and then the child kills what it started and itself.
 */
public final class ChildJvm {
  /** Options of a child that computes little: it starts fast. */
  public static final List<String> QUICK = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  /** Options of a child that computes like {@code ansatz run}. */
  public static final List<String> COMPUTE = List.of("-XX:+UseParallelGC");

  private static final Duration LOOK = Duration.ofMillis(50);
  private static final long LOG_MEGABYTES = 64;
  private static final int LOG_TAIL = 1 << 16;
  private static final String OUT_OF_HEAP = "Terminating due to java.lang.OutOfMemoryError";

  /** What the libraries of number crunchers read, for a child shall compute as its parent does. */
  private static final List<String> PASSED_ON = List.of("PATH", "LD_LIBRARY_PATH", "OMP_NUM_THREADS",
      "OPENBLAS_NUM_THREADS", "OPENBLAS_CORETYPE", "MKL_NUM_THREADS", "GOTO_NUM_THREADS");

  private final Request request;
  private final Process process;
  private final ProcessTree tree;
  private final long started = System.nanoTime();
  private final Thread watchdog;
  private volatile String problem = "";
  private volatile Ending ending;

  /**
   * What to start.
   *
   * @param folder the child's folder; {@code home/}, {@code tmp/} and {@code child.log} are made in it
   * @param dist the distribution to start; this process's own where it is null
   * @param bootSet tree of parts as {@link LiveBundles#bootSet} gives it; null for what the child's home says
   * @param arguments of the command line: {@code child admission FOLDER}, {@code run FILE}
   * @param options of the virtual machine, system properties too: {@link #QUICK}, {@link #COMPUTE}
   * @param heapMegabytes -Xmx
   * @param memoryMegabytes limit of resident memory of the tree
   */
  public record Request(Path folder, Path dist, Map<String, Object> bootSet, List<String> arguments,
      List<String> options, int heapMegabytes, int memoryMegabytes, Duration limit) {
    /** With the options {@link #QUICK}. */
    public Request(Path folder, Path dist, Map<String, Object> bootSet, List<String> arguments, int heapMegabytes,
        int memoryMegabytes, Duration limit) {
      this(folder, dist, bootSet, arguments, QUICK, heapMegabytes, memoryMegabytes, limit);
    }
  }

  /**
   * How it ended.
   *
   * @param code its exit code
   * @param problem why it was killed, in words; empty when it ended by itself
   * @param log the end of what it printed
   */
  public record Ending(int code, String problem, Duration wall, String log) {}

  private ChildJvm(Request request, Process process, String cookie) {
    this.request = request;
    this.process = process;
    this.tree = new ProcessTree(process.toHandle(), cookie);
    this.watchdog = Thread.ofPlatform().daemon().name("child " + process.pid()).start(this::watch);
  }

  /** Starts it; does not wait. */
  public static ChildJvm start(Request request) {
    String cookie = UUID.randomUUID().toString();
    Path folder = request.folder().toAbsolutePath();
    try {
      Files.createDirectories(folder.resolve("home"));
      Files.createDirectories(scratch(folder));
      if (request.bootSet() != null) {
        Disk.SYSTEM.write(folder.resolve("boot-set.json"), Trees.json(request.bootSet()));
      }
      ProcessBuilder builder = new ProcessBuilder(command(request, folder)).directory(folder.toFile())
          .redirectErrorStream(true).redirectOutput(log(folder).toFile());
      builder.environment().keySet().retainAll(PASSED_ON);
      builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "HOME", folder.resolve("home").toString(), "TMPDIR",
          folder.resolve("tmp").toString(), ProcessTree.COOKIE, cookie));
      return new ChildJvm(request, builder.start(), cookie);
    } catch (IOException e) {
      throw new RunException(folder + ": the child process cannot be started: " + e.getMessage(), e);
    }
  }

  private static List<String> command(Request request, Path folder) {
    Path dist = request.dist() != null ? request.dist() : ownDist();
    String natives = System.getProperty("ansatz.natives", Home.current().folder().resolve("natives").toString());
    Path scratch = scratch(folder);
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "@" + dist.resolve("config").resolve("jvm.options")));
    command.addAll(List.of("-Xmx" + request.heapMegabytes() + "m", "-XX:+ExitOnOutOfMemoryError",
        "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + folder.resolve("crash.log"),
        "-Duser.language=en", "-Duser.country=", "-Duser.variant=", "-Duser.home=" + folder.resolve("home"),
        "-Dansatz.dist=" + dist, "-Dansatz.home=" + folder.resolve("home"), "-Dansatz.natives=" + natives,
        "-Djava.io.tmpdir=" + scratch, "-Dansatz.scratch=" + scratch, "-D" + ParentWatch.PROPERTY + "=true"));
    if (request.bootSet() != null) {
      command.add("-Dansatz.bundles.set=" + folder.resolve("boot-set.json"));
    }
    command.addAll(request.options());
    Path lib = dist.resolve("lib");
    command.addAll(List.of("-cp",
        lib.resolve("ansatz.launcher.jar") + File.pathSeparator + lib.resolve("org.apache.felix.framework.jar"),
        "ansatz.launcher.Main"));
    command.addAll(request.arguments());
    return command;
  }

  private static Path ownDist() {
    String dist = System.getProperty("ansatz.dist");
    if (dist == null) {
      throw new RunException("a child process needs a distribution — start through launcher/ansatz");
    }
    return Path.of(dist);
  }

  private static Path scratch(Path folder) {
    return folder.resolve("tmp").resolve("jvm");
  }

  private static Path log(Path folder) {
    return folder.resolve("child.log");
  }

  /** Whether it still goes on. */
  public boolean alive() {
    return ending == null;
  }

  /** Waits for its end; killed when the waiting thread is interrupted. */
  public Ending await() {
    boolean interrupted = false;
    while (true) {
      try {
        watchdog.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        end("killed, for nobody waits for it any more");
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return ending;
  }

  /** Ends it now, with its tree. */
  public void kill() {
    end("killed on request");
    await();
  }

  /** The first reason stays. */
  private synchronized void end(String reason) {
    if (problem.isEmpty() && process.isAlive()) {
      problem = reason;
    }
    process.destroyForcibly();
  }

  /** Until the process has ended: looks at time, memory and output, and remembers whom it started. */
  private void watch() {
    try {
      while (!ended()) {
        tree.look();
        String excess = excess();
        if (!excess.isEmpty()) {
          end(excess);
        }
      }
    } catch (RuntimeException e) {
      end("killed, for it cannot be watched: " + e);
    } finally {
      process.destroyForcibly();
      tree.kill();
      ending = ending();
    }
  }

  private boolean ended() {
    try {
      return process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the watchdog", e);
    }
  }

  private String excess() {
    if (System.nanoTime() - started > request.limit().toNanos()) {
      return "killed, for it took longer than " + request.limit().toMillis() / 1000.0 + " s";
    }
    long resident = tree.residentBytes() >> 20;
    if (resident > request.memoryMegabytes()) {
      return "killed, for it used " + resident + " MB of memory, " + request.memoryMegabytes() + " MB allowed";
    }
    long printed = log(request.folder()).toFile().length() >> 20;
    return printed > LOG_MEGABYTES ? "killed, for it printed more than " + LOG_MEGABYTES + " MB" : "";
  }

  private Ending ending() {
    Duration wall = Duration.ofNanos(System.nanoTime() - started);
    int code;
    try {
      code = process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the watchdog", e);
    }
    String log = tail();
    if (problem.isEmpty() && log.contains(OUT_OF_HEAP)) {
      problem = "ended, for it used more than its heap of " + request.heapMegabytes() + " MB";
    }
    return new Ending(code, problem, wall, log);
  }

  private String tail() {
    try (RandomAccessFile file = new RandomAccessFile(log(request.folder()).toFile(), "r")) {
      byte[] tail = new byte[(int) Math.min(LOG_TAIL, file.length())];
      file.seek(file.length() - tail.length);
      file.readFully(tail);
      return new String(tail, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "its output cannot be read: " + e;
    }
  }
}
