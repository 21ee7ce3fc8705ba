package ansatz.regression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.learn.Context;
import ansatz.learn.Examples;
import ansatz.learn.Key;
import ansatz.learn.Params;
import ansatz.learn.Prediction;
import ansatz.learn.State;
import ansatz.learn.Summary;
import ansatz.learn.Target;
import ansatz.linalg.Matrix;
import ansatz.linalg.jblas.JblasLinearAlgebra;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ReadmeTest {
  @Test
  void exampleRuns() {
    Matrix x = Matrix.of(new double[] {0, 1}, new double[] {1, 0}, new double[] {2, 2}, new double[] {3, 1});
    double[] y = {1, 3, 4, 6.5};
    Examples examples = new Examples(List.of("width", "height"), x, new Target.Real(y));
    Context context = new Context(new JblasLinearAlgebra(), new Key(42));

    Ridge ridge = new Ridge(Params.of(Ridge.Config.class, "lambda", 0.1));
    State state = ridge.fit(context, examples);
    Prediction.Real prediction = (Prediction.Real) ridge.predict(context, state, x);
    Summary summary = ridge.summary(state, examples);

    assertEquals(List.of("(intercept)", "width", "height"),
        summary.entries().stream().map(Summary.Entry::name).toList());
    assertArrayEquals(y, prediction.mean(), 0.3);
  }

  /** The example above is the one in the README, character for character. */
  @Test
  void exampleIsTheOneShown() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String shown = readme.split("```java\n")[1].split("```")[0].strip();
    String source = Files.readString(Path.of("src/test/java/ansatz/regression/ReadmeTest.java"));
    String run = source.lines().dropWhile(line -> !line.contains("void exampleRuns")).skip(1)
        .takeWhile(line -> !line.contains("assertEquals")).map(String::strip).collect(Collectors.joining("\n"));
    assertEquals(shown, run.strip());
  }
}
