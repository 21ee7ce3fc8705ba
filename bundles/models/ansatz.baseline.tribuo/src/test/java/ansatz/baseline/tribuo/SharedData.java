package ansatz.baseline.tribuo;

import ansatz.learn.Examples;
import ansatz.learn.Target;
import ansatz.linalg.Matrix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** Reference data that lies beside the sources, where it lies there. */
final class SharedData {
  private SharedData() {}

  /** Ten features scaled to mean 0 and sum of squares 1, and the progress of the disease; 442 rows. */
  static Examples diabetes() {
    double[][] x = numbers("sklearn-toy/diabetes_data_raw.csv.gz", " ", 0);
    double[] y = Arrays.stream(numbers("sklearn-toy/diabetes_target.csv.gz", " ", 0)).mapToDouble(r -> r[0]).toArray();
    for (int j = 0; j < x[0].length; j++) {
      int column = j;
      double mean = Arrays.stream(x).mapToDouble(r -> r[column]).average().orElseThrow();
      double norm = Math.sqrt(Arrays.stream(x).mapToDouble(r -> (r[column] - mean) * (r[column] - mean)).sum());
      Arrays.stream(x).forEach(r -> r[column] = (r[column] - mean) / norm);
    }
    return new Examples(List.of("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"), Matrix.of(x),
        new Target.Real(y));
  }

  /** Four lengths of flowers in cm and their species; 150 rows. */
  static Examples iris() {
    return labelled(numbers("sklearn-toy/iris.csv", ",", 1), List.of("setosa", "versicolor", "virginica"));
  }

  /** 64 pixels from 0 to 16 and the digit they show; 1797 rows. */
  static Examples digits() {
    return labelled(numbers("sklearn-toy/digits.csv.gz", ",", 0),
        IntStream.range(0, 10).mapToObj(Integer::toString).toList());
  }

  /** The numbers after a key of the reference file, up to the end of their list. */
  static double[] reference(String section, String key) {
    String text = new String(bytes("sklearn-refs/sklearn-refs.json"), StandardCharsets.UTF_8);
    int at = text.indexOf('"' + key + '"', text.indexOf('"' + section + '"'));
    String list = text.substring(text.indexOf('[', at) + 1, text.indexOf(']', at));
    return Arrays.stream(list.split(",")).mapToDouble(Double::parseDouble).toArray();
  }

  private static Examples labelled(double[][] rows, List<String> classes) {
    int last = rows[0].length - 1;
    List<String> features = IntStream.range(0, last).mapToObj(j -> "x" + j).toList();
    double[][] x = Arrays.stream(rows).map(r -> Arrays.copyOf(r, last)).toArray(double[][]::new);
    int[] y = Arrays.stream(rows).mapToInt(r -> (int) r[last]).toArray();
    return new Examples(features, Matrix.of(x), new Target.Label(y, classes));
  }

  private static double[][] numbers(String file, String separator, int skipped) {
    List<double[]> rows = new ArrayList<>();
    new String(bytes(file), StandardCharsets.UTF_8).lines().skip(skipped).filter(line -> !line.isBlank())
        .forEach(line -> rows.add(Arrays.stream(line.split(separator)).mapToDouble(Double::parseDouble).toArray()));
    return rows.toArray(double[][]::new);
  }

  private static byte[] bytes(String file) {
    Path path = Path.of(System.getProperty("ansatz.shared.data", "absent"), file);
    Assumptions.assumeTrue(Files.exists(path), () -> "skipped: there is no " + path);
    try (InputStream in = Files.newInputStream(path)) {
      return file.endsWith(".gz") ? new GZIPInputStream(in).readAllBytes() : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
