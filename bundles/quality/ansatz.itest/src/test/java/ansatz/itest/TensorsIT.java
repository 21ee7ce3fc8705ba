package ansatz.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.launcher.Host;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tensors in the workbench: programs and expressions typed there, and training that moves between backends. */
class TensorsIT {
  @TempDir
  Path folder;

  @Test
  void theExampleOfTheReadmePrintsInTheWorkbenchWhatItPrintsAlone() throws Exception {
    String readme = Files.readString(Workbench.root().resolve("bundles/compute/ansatz.tensor/README.md"));
    int from = readme.indexOf("```java\n") + "```java\n".length();
    Path program = Files.writeString(folder.resolve("Train.java"), readme.substring(from, readme.indexOf("```", from)));
    Workbench bench = new Workbench(folder.resolve("home"));
    Workbench.Result alone = bench.run(Map.of(), List.of(System.getProperty("java.home") + "/bin/java",
        "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp", classPath(),
        program.toString()));
    assertEquals(0, alone.code(), alone.err());
    Workbench.Result inside = bench.ansatz(Map.of(), "shell", program.toString());
    assertEquals(0, inside.code(), inside.err());
    assertEquals(alone.out(), inside.out());
    assertEquals("", inside.err());
    List<Double> losses = inside.out().lines().map(line -> Double.valueOf(line.strip().replaceAll(".* ", ""))).toList();
    assertTrue(losses.size() > 2 && losses.getLast() < losses.getFirst() / 2, inside.out());
  }

  private static String classPath() throws IOException {
    try (Stream<Path> jars = Files.walk(Workbench.dist())) {
      return jars.map(Path::toString)
          .filter(jar -> jar.matches(".*/(ansatz\\.(tensor|linalg|backend.*|native\\..*)|hipparchus-core)\\.jar"))
          .collect(Collectors.joining(File.pathSeparator));
    }
  }

  @Test
  void expressionsAreEvaluatedAndWhatFailsIsSaid() {
    Workbench bench = new Workbench(folder.resolve("home"));
    Workbench.Result result = bench.run(Workbench.QUICK, List.of("bash", "-c", """
        launcher/ansatz java << 'END'
        Tensor x = Tensor.arange(DType.F32, 6).reshape(2, 3)
        int twice(int a) {
          return 2 * a;
        }
        twice(21)
        backend("jvm").name()
        List.of(x.sum(), Linalg.inv(Tensor.eye(DType.F64, 2).mul(4)))
        Linalg.solve(Tensor.eye(DType.F32, 2).mul(2), x).eval()
        x.matmul(x)
        END
        """));
    assertEquals("""
        x = f32[2,3]
        [[0.0 1.0 2.0]
         [3.0 4.0 5.0]]
        $1 = 42
        $2 = jvm
        $3 = [f32[] 15.0,
         f64[2,2]
         [[0.25  0.0]
          [ 0.0 0.25]]]
        $4 = f32[2,3]
        [[0.0 0.5 1.0]
         [1.5 2.0 2.5]]
        """, result.out());
    assertTrue(result.err().startsWith("error java: IllegalArgumentException matmul: the last axis of f32[2,3]"),
        result.err());
    assertFalse(result.err().contains("WARNING"), result.err());
    assertEquals(1, result.code());
  }

  @Test
  void programsFactoriseAndAllErrorsOfAFileAreShown() throws Exception {
    Workbench bench = new Workbench(folder.resolve("home"));
    String head = "import ansatz.tensor.*;\npublic class Solve {\n  public static void main(String[] arguments) {\n";
    Path good = Files.writeString(folder.resolve("Solve.java"),
        head + "System.out.println(Linalg.det(Tensor.eye(DType.F64, 3).mul(2)).item());\n}}\n");
    Workbench.Result result = bench.ansatz(Map.of(), "shell", good.toString());
    assertEquals("8.0\n", result.out(), result.err());
    Path bad = Files.writeString(folder.resolve("Bad.java"),
        head.replace("Solve", "Bad") + "Tensor.zero();\nint n = \"a\";\n}}\n");
    result = bench.ansatz(Map.of(), "java", bad.toString());
    assertEquals(2, result.code());
    assertEquals("error " + bad + ":4: cannot find symbol\n  symbol:   method zero()\n  location: class "
        + "ansatz.tensor.Tensor\nerror " + bad
        + ":5: incompatible types: java.lang.String cannot be converted to int\n",
        result.err());
  }

  @Test
  @SuppressWarnings("unchecked")
  void trainingMovesToABackendThatIsStartedAndToTheOneThatTakesItsPlace() throws Exception {
    try (Host host = new Workbench(folder.resolve("home")).boot()) {
      Admission.install(host);
      List<List<double[]>> all = (List<List<double[]>>) Admission.ask(host, "(ansatz.main=moving)");
      double[] allowed = {1e-5, 1e-12};
      for (int dtype = 0; dtype < all.size(); dtype++) {
        List<double[]> losses = all.get(dtype);
        assertTrue(losses.getLast()[0] < losses.getFirst()[0], "the loss falls");
        for (double[] pair : losses) {
          assertEquals(pair[1], pair[0], allowed[dtype] * Math.max(1, Math.abs(pair[1])));
        }
      }
    }
  }
}
