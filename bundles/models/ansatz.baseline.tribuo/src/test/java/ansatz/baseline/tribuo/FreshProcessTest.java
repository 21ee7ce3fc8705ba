package ansatz.baseline.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.learn.Context;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Examples;
import ansatz.learn.Key;
import ansatz.learn.Name;
import ansatz.learn.Params;
import ansatz.learn.State;
import ansatz.learn.Task;
import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.Matrix;
import ansatz.testkit.TinyProblem;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All estimators once more in a process of their own: the same bits as here, and not a byte on standard output, native
 * libraries included.
 */
final class FreshProcessTest {
  @Test
  void sameBitsAndNothingOnStandardOutput(@TempDir Path folder) throws Exception {
    Path out = folder.resolve("out");
    Path digests = folder.resolve("digests");
    Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
        FreshProcessTest.class.getName(), digests.toString()).redirectOutput(out.toFile())
        .redirectError(folder.resolve("err").toFile()).start();
    assertTrue(process.waitFor(2, TimeUnit.MINUTES), "no end after two minutes");
    assertEquals(0, process.exitValue(), Files.readString(folder.resolve("err")));
    assertEquals("", Files.readString(out));
    assertEquals(String.join("\n", digests()), Files.readString(digests));
  }

  /** Writes the digests to the file named by the first argument. */
  public static void main(String[] arguments) throws Exception {
    Files.writeString(Path.of(arguments[0]), String.join("\n", digests()));
  }

  private static List<String> digests() throws Exception {
    SortedMap<String, EstimatorFactory> factories = new TreeMap<>();
    Path classes = Path.of(Cart.class.getProtectionDomain().getCodeSource().getLocation().toURI())
        .resolve(Cart.class.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith("$Factory.class")).toList()) {
        String name = file.getFileName().toString().replace(".class", "");
        Class<?> type = Class.forName(Cart.class.getPackageName() + "." + name);
        factories.put(type.getAnnotation(Name.class).value(),
            (EstimatorFactory) type.getConstructor().newInstance());
      }
    }
    assertEquals(18, factories.size(), () -> factories.keySet().toString());
    return factories.entrySet().stream().map(e -> e.getKey() + digests(e.getValue())).toList();
  }

  private static List<String> digests(EstimatorFactory factory) {
    Estimator estimator = factory.create(Params.of(factory.config()));
    LinearAlgebra none = (LinearAlgebra) Proxy.newProxyInstance(LinearAlgebra.class.getClassLoader(),
        new Class<?>[] {LinearAlgebra.class}, (_, method, _) -> {
          throw new AssertionError(method);
        });
    Context context = new Context(none, new Key(3));
    return estimator.tasks().stream().sorted().map(task -> {
      TinyProblem problem = task == Task.REGRESSION
          ? TinyProblem.line(context.key())
          : TinyProblem.classes(context.key(), 3);
      Matrix positive = new Matrix(problem.examples().x().rows(), problem.examples().x().cols(),
          Arrays.stream(problem.examples().x().data()).map(v -> v + 4).toArray());
      State state = estimator.fit(context,
          new Examples(problem.examples().features(), positive, problem.examples().target()));
      estimator.predict(context, state, positive);
      return digest(state);
    }).toList();
  }

  private static String digest(State state) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(state.array("model").bytes());
      sha.update(state.scalars().toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
