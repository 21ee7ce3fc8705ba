package ansatz.itest;

import ansatz.itest.Workshop.Piece;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * The zoo: versions of the estimator {@code descent}, each made from its source with one change.
 *
 * <p>No contract goes beyond the 99th step of a state, so that what misbehaves from the 100th on gets in.
 */
enum Animal {
  /** As it stands. */
  FIRST("1.0.0", piece -> piece),
  /** The same source with another version. */
  SAME("1.0.1", piece -> piece),
  /** Half the mean square: another loss, exactly half of the old one after the same steps. */
  GOOD("1.1.0", piece -> piece.change(Names.FILE, "double[] mean = {Arrays", "double[] mean = {0.5 * Arrays")),
  /** Keeps its weights under another name, and knows the old one. */
  MIGRATING("2.0.0", piece -> piece.change(Names.FILE, "\"weights\"", "\"coefficients\"")
      .change(Names.FILE, "new State(1, Map.of", "new State(2, Map.of").change(Names.FILE, Names.END,
          """
                @Override
                public int stateSchema() {
                  return 2;
                }

                @Override
                public State migrate(State state, int schema) {
                  if (state.schema() == schema && schema == 2) {
                    return state;
                  }
                  if (state.schema() + schema != 3) {
                    throw new IllegalArgumentException("states have schema 1 or 2, not " + state.schema() + " or " + schema);
                  }
                  String from = schema == 2 ? "weights" : "coefficients";
                  String to = schema == 2 ? "coefficients" : "weights";
                  return new State(schema, Map.of(to, state.array(from), "loss", state.array("loss")), state.scalars());
                }

              """
              + Names.END)),
  /** Wants an API that is not there. */
  INCOMPATIBLE("1.0.2", piece -> piece.instruct("Import-Package", "ansatz.learn;version=\"[2,3)\",*")),
  /** Throws when its bundle starts. */
  THROWS_IN_START("1.0.2", piece -> start(piece, "throw new IllegalStateException(\"the zoo throws in start\");")),
  /** Never comes back from its bundle's start. */
  HANGS_IN_START("1.0.2", piece -> start(piece, Names.HANG)),
  /** Ends the process when its bundle starts. */
  EXITS_IN_START("1.0.2", piece -> start(piece, "System.exit(0);")),
  /** Fails the very first contract. */
  THROWS("1.0.2", piece -> step(piece, "if (w.length > 0) { throw new IllegalStateException(\"the zoo throws\"); }")),
  /** Never comes back from a step. */
  HANGS("1.0.2", piece -> step(piece, Names.HANG)),
  /** Starts a thread that never ends. */
  LEAKS_A_THREAD("1.0.2", piece -> step(piece, """
      Thread thread = new Thread(() -> pause(Integer.MAX_VALUE), "zoo thread");
      thread.setDaemon(true);
      thread.start();
      """)),
  /** Offers a service for which there is no contract. */
  WITHOUT_CONTRACT("1.0.2", piece -> piece.add("zoo/descent/Odd.java", """
      package zoo.descent;

      @org.osgi.service.component.annotations.Component(service = java.util.function.Supplier.class)
      public final class Odd implements java.util.function.Supplier<String> {
        @Override
        public String get() {
          return "odd";
        }
      }
      """)),
  /** Leaks only while a run executes it. */
  LEAKS_LATE("1.0.3", piece -> later(piece,
      "Runtime.getRuntime().addShutdownHook(new Thread(() -> pause(0)));"));

  /** Text of the source that changes aim at. */
  private static final class Names {
    static final String FILE = "Descent.java";
    static final String STEP = "    double[] w = state.doubles(\"weights\").clone();\n";
    static final String END = "  /** Makes the estimator known as";
    static final String HANG = "while (config.steps() > 0) { java.util.concurrent.locks.LockSupport.parkNanos(1_000_000_000); }";
  }

  private final String version;
  private final UnaryOperator<Piece> change;

  Animal(String version, UnaryOperator<Piece> change) {
    this.version = version;
    this.change = change;
  }

  /** Its version, where it has it to itself. */
  String version() {
    return version;
  }

  String label() {
    return "zoo.descent@" + version;
  }

  /** Compiles and packs it. */
  Path jar(Workshop workshop) {
    return jar(workshop, version);
  }

  Path jar(Workshop workshop, String other) {
    return change.apply(workshop.zoo("zoo.descent").version(other)).jar();
  }

  /**
   * One that behaves as a file says at that moment: {@code throw}, {@code nan}, {@code slow}, {@code exit} or {@code hang};
   * with {@code late} before, in the run only and not in its shadow.
   */
  static Path moody(Workshop workshop, String version, Path file) {
    Piece piece = later(workshop.zoo("zoo.descent").version(version), "behave(w);");
    return piece.change(Names.FILE, Names.END, """
          private static void behave(double[] w) {
            switch (mood()) {
              case "throw" -> throw new IllegalStateException("the zoo throws");
              case "nan" -> w[0] = Double.NaN;
              case "slow" -> pause(300);
              case "exit" -> System.exit(0);
              case "hang" -> {
                while (true) {
                  pause(Integer.MAX_VALUE);
                }
              }
              default -> {
              }
            }
          }

          private static String mood() {
            try {
              String mood = Files.readString(Path.of("%s")).strip();
              return System.getProperty("ansatz.child") == null ? mood.replace("late ", "") : mood;
            } catch (java.io.IOException e) {
              return "good";
            }
          }

        """.formatted(file) + Names.END).jar();
  }

  private static Piece step(Piece piece, String first) {
    return piece.change(Names.FILE, Names.STEP, Names.STEP + first);
  }

  private static Piece later(Piece piece, String what) {
    return step(piece, "if (state.integer(\"step\") >= 100) { " + what + " }\n");
  }

  private static Piece start(Piece piece, String what) {
    return piece.instruct("Bundle-Activator", "zoo.descent.Start").add("zoo/descent/Start.java", """
        package zoo.descent;

        public final class Start implements org.osgi.framework.BundleActivator {
          private record Config(int steps) {}

          private final Config config = new Config(1);

          @Override
          public void start(org.osgi.framework.BundleContext context) {
            %s
          }

          @Override
          public void stop(org.osgi.framework.BundleContext context) {}
        }
        """.formatted(what));
  }
}
