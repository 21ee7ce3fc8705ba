package ansatz.store.sqlite;

import ansatz.bundles.BundleVersion;
import ansatz.experiment.Home;
import ansatz.experiment.Point;
import ansatz.experiment.RunException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.RunStore.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Another process on the same home, to be killed: says {@code acknowledged N} once step N is. */
final class Child implements AutoCloseable {
  static final int POINTS = 3;

  private final Process process;
  private final BufferedReader out;

  private Child(Process process) {
    this.process = process;
    this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts a JVM with {@link #main} behind a command such as {@code sh -c '... exec "$@"'}, which may be empty. */
  static Child start(List<String> behind, Path home, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(behind);
    command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1", "-Xshare:auto", "--enable-native-access=ALL-UNNAMED",
        "-Djava.io.tmpdir=" + temp(home),
        "-Dansatz.natives=" + home.resolveSibling("natives"), "-cp", System.getProperty("java.class.path"),
        Child.class.getName(), home.toString()));
    command.addAll(List.of(arguments));
    return new Child(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  static Path temp(Path home) throws IOException {
    return Files.createDirectories(home.resolveSibling("tmp"));
  }

  /** What the child says next; null when it is gone. */
  String says() throws IOException {
    return out.readLine();
  }

  /** The last step that the child says is acknowledged, read up to its end. */
  long lastAcknowledged(long before) throws IOException {
    long last = before;
    for (String line; (line = says()) != null;) {
      last = line.startsWith("acknowledged ") ? Long.parseLong(line.substring(13)) : last;
    }
    return last;
  }

  /** SIGKILL; what the child had said can still be read. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** The points of a step, which differ from those of any other. */
  static List<Point> points(long step) {
    return LongStream.range(0, POINTS).mapToObj(i -> new Point(step, "ridge/fold-" + i, "rmse", 1.0 / (step + i)))
        .toList();
  }

  static Progress progress(long step) {
    return new Progress(step, 1_000_000, points(step), List.of(), List.of());
  }

  static RunRow run(String id) {
    return new RunRow(id, "otter-" + id, "e", "s", RunState.RUNNING, 0, 1_000_000, Instant.EPOCH, null, 0, "d", "", "");
  }

  /** Arguments: home, {@code write RUN STEPS}, {@code stall RUN STEP}, {@code promote RUN}, {@code full RUN} or {@code read RUN}. */
  public static void main(String[] a) throws Exception {
    Home home = new Home(Path.of(a[0]));
    try (SqliteRunStore store = new SqliteRunStore(home)) {
      if (store.find(a[2]).isEmpty()) {
        store.create(run(a[2]));
      }
      switch (a[1]) {
        case "promote" -> promote(home);
        case "write" -> write(store, a[2], Long.parseLong(a[3]));
        case "stall" -> stall(store, a[2], Long.parseLong(a[3]));
        case "read" -> readOnly(store, a[2]);
        case "full" -> fillTheDisk(store, home, a[2]);
        default -> throw new IllegalArgumentException(a[1]);
      }
    }
  }

  /** Version after version, until killed. */
  private static void promote(Home home) {
    try (SqliteBundleCatalogue catalogue = new SqliteBundleCatalogue(home)) {
      for (long n = 1; true; n++) {
        String version = "1.0." + n;
        catalogue.stage(new BundleVersion("ansatz.regression", version, "sha256 of " + version,
            BundleVersion.State.STAGED, n, Instant.EPOCH, "ada"));
        catalogue.advance(n - 1, new TreeMap<>(Map.of("ansatz.regression", version)), "ada", "promote");
        System.out.println("acknowledged " + n);
      }
    }
  }

  private static void write(SqliteRunStore store, String id, long steps) {
    long first = store.find(id).orElseThrow().step() + 1;
    for (long step = first; step < first + steps; step++) {
      store.acknowledge(id, progress(step));
      System.out.println("acknowledged " + step);
    }
  }

  /** Stays inside the transaction until killed. */
  private static void stall(SqliteRunStore store, String id, long step) {
    List<Point> points = points(step);
    store.acknowledge(id, new Progress(step, 9, new AbstractList<>() {
      @Override
      public Point get(int i) {
        if (i == POINTS - 1) {
          System.out.println("inside");
          try {
            Thread.sleep(600_000);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        }
        return points.get(i);
      }

      @Override
      public int size() {
        return POINTS;
      }
    }, List.of(), List.of()));
  }

  private static void readOnly(SqliteRunStore store, String id) {
    System.out.println(store.list().getFirst().id());
    try {
      store.acknowledge(id, progress(1));
    } catch (RunException e) {
      System.out.println(e.getMessage());
    }
  }

  /** On a small disk: fills it with steps, reads, makes room, goes on. */
  private static void fillTheDisk(SqliteRunStore store, Home home, String id) throws IOException {
    Path ballast = home.folder().resolve("ballast");
    Files.write(ballast, new byte[1 << 20]);
    long step = 0;
    String failure = null;
    while (failure == null) {
      try {
        store.acknowledge(id, progress(step + 1));
        step++;
      } catch (RunException e) {
        failure = e.getMessage();
      }
    }
    require(failure.contains("full") && failure.contains("Free space"), failure);
    requireSteps(store, id, step);
    try (SqliteRunStore another = new SqliteRunStore(home)) {
      requireSteps(another, id, step);
    }
    require(store.problems().toString().contains("serious"), store.problems().toString());
    store.close();
    fillTheRest(home.folder());
    try (SqliteRunStore fresh = new SqliteRunStore(home)) {
      requireSteps(fresh, id, step);
    }
    Files.delete(ballast);
    try (SqliteRunStore fresh = new SqliteRunStore(home)) {
      fresh.acknowledge(id, progress(++step));
      requireSteps(fresh, id, step);
    }
    System.out.println("full after " + step + " steps: " + failure);
  }

  private static void fillTheRest(Path folder) throws IOException {
    try (FileChannel rest = FileChannel.open(folder.resolve("rest"), StandardOpenOption.CREATE,
        StandardOpenOption.WRITE)) {
      while (folder.toFile().getUsableSpace() > 0) {
        rest.write(ByteBuffer.allocate(4096));
      }
    } catch (IOException e) {
      require(folder.toFile().getUsableSpace() == 0, e.toString());
    }
  }

  private static void requireSteps(SqliteRunStore store, String id, long steps) {
    require(store.find(id).orElseThrow().step() == steps, "last step is " + store.find(id).orElseThrow().step());
    require(store.points(id).equals(LongStream.rangeClosed(1, steps).boxed().flatMap(s -> points(s).stream()).toList()),
        "points of " + steps + " steps");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
