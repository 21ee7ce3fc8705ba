package ansatz.backend.jvm.internal.math;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Prints nanoseconds an element of vector code over arrays that fit into the first cache, each function in a process of
 * its own, its instructions a vector, and for comparison what {@code lanewise} takes.
 *
 * <p>Run with {@code --add-modules jdk.incubator.vector}; arguments are names, none means all.
 */
final class MathBench {
  private static final int ELEMENTS = 2048;
  private static final int PASSES = 4000;
  private static final int ROUNDS = 25;
  private static final Map<String, VectorOperators.Unary> LANEWISE = Map.of("lanewise exp", VectorOperators.EXP,
      "lanewise tanh", VectorOperators.TANH, "lanewise log", VectorOperators.LOG, "lanewise sin", VectorOperators.SIN);

  private MathBench() {}

  public static void main(String[] arguments) throws Throwable {
    if (arguments.length == 2 && arguments[0].equals("one"))
      System.out.println(LANEWISE.containsKey(arguments[1])
          ? String.format(Locale.ROOT, "%-14s float32 %6.3f ns", arguments[1], lanewise(LANEWISE.get(arguments[1])))
          : ours(arguments[1]));
    else if (arguments.length > 0)
      start(List.of(arguments));
    else {
      start(Functions.LOOPLESS.keySet().stream().sorted().toList());
      start(LANEWISE.keySet());
    }
  }

  private static void start(Collection<String> names) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    for (String name : names)
      new ProcessBuilder(java, "--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"),
          MathBench.class.getName(), "one", name).redirectOutput(ProcessBuilder.Redirect.INHERIT).start().waitFor();
  }

  private static String ours(String name) throws Throwable {
    Lanes.Unary function = Functions.LOOPLESS.get(name);
    float[] x = new float[ELEMENTS];
    float[] y = new float[ELEMENTS];
    double[] xx = new double[ELEMENTS];
    double[] yy = new double[ELEMENTS];
    for (int i = 0; i < ELEMENTS; i++) {
      xx[i] = (i + 0.5) / ELEMENTS;
      x[i] = (float) xx[i];
    }
    MethodHandle narrow = Assembler.assemble(function, false);
    MethodHandle wide = Assembler.assemble(function, true);
    double single = median(() -> {
      narrow.invokeExact(x, y);
    });
    double twice = median(() -> {
      wide.invokeExact(xx, yy);
    });
    return String.format(Locale.ROOT, "%-14s float32 %6.3f ns (%d)   float64 %6.3f ns (%d)", name, single,
        Assembly.count(function, false), twice, Assembly.count(function, true));
  }

  private static double lanewise(VectorOperators.Unary operator) throws Throwable {
    float[] x = new float[ELEMENTS];
    float[] y = new float[ELEMENTS];
    for (int i = 0; i < ELEMENTS; i++)
      x[i] = (i + 0.5f) / ELEMENTS;
    return median(() -> {
      for (int i = 0; i < ELEMENTS; i += VectorFloatLanes.SPECIES.length())
        FloatVector.fromArray(VectorFloatLanes.SPECIES, x, i).lanewise(operator).intoArray(y, i);
    });
  }

  private interface Pass {
    void run() throws Throwable;
  }

  /** The median of the later rounds; rounds are short, so that most of them have the processor to themselves. */
  private static double median(Pass pass) throws Throwable {
    double[] times = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < PASSES; i++)
        pass.run();
      times[round] = (System.nanoTime() - start) / ((double) PASSES * ELEMENTS);
    }
    double[] late = Arrays.copyOfRange(times, ROUNDS / 3, ROUNDS);
    Arrays.sort(late);
    return late[late.length / 2];
  }
}
