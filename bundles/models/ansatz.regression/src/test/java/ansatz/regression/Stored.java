package ansatz.regression;

import ansatz.learn.Examples;
import ansatz.learn.Summary;
import ansatz.learn.Target;
import ansatz.linalg.Matrix;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** Stored data sets and the values that other programs computed on them; tests are skipped where they are absent. */
final class Stored {
  private Stored() {}

  /** A file of reference values. */
  static JsonNode references(String file) {
    try (InputStream in = open(file)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Values that scikit-learn computed. */
  static JsonNode sklearn(String name) {
    return references("sklearn-refs/sklearn-refs.json").get(name);
  }

  static Examples iris() {
    return classes(table("sklearn-toy/iris.csv", ","), 1, List.of("setosa", "versicolor", "virginica"));
  }

  static Examples breastCancer() {
    return classes(table("sklearn-toy/breast_cancer.csv", ","), 1, List.of("malignant", "benign"));
  }

  static Examples digits() {
    return classes(table("sklearn-toy/digits.csv.gz", ","), 0, IntStream.range(0, 10).mapToObj(k -> "" + k).toList());
  }

  /** The diabetes data with columns of mean 0 and length 1. */
  static Examples diabetes() {
    Matrix x = Matrix.of(table("sklearn-toy/diabetes_data_raw.csv.gz", " ").toArray(double[][]::new));
    double[] y = table("sklearn-toy/diabetes_target.csv.gz", " ").stream().mapToDouble(row -> row[0]).toArray();
    return examples(scaled(x, 1 / Math.sqrt(x.rows())), new Target.Real(y));
  }

  static Examples examples(Matrix x, Target target) {
    return new Examples(IntStream.range(0, x.cols()).mapToObj(j -> "x" + j).toList(), x, target);
  }

  /** Columns of mean 0 and the given (population) deviation. */
  static Matrix scaled(Matrix x, double deviation) {
    Matrix centred = Centred.less(x, Centred.means(x));
    for (int j = 0; j < x.cols(); j++) {
      double squares = Arrays.stream(centred.col(j)).map(v -> v * v).sum();
      for (int i = 0; i < x.rows(); i++) {
        centred.data()[i * x.cols() + j] *= deviation / Math.sqrt(squares / x.rows());
      }
    }
    return centred;
  }

  static double[] doubles(JsonNode array) {
    return IntStream.range(0, array.size()).mapToDouble(i -> array.get(i).asDouble()).toArray();
  }

  static Matrix matrix(JsonNode rows) {
    return Matrix.stack(rows.size(), i -> doubles(rows.get(i)));
  }

  /** The value of a summary's entry. */
  static double entry(Summary summary, String name) {
    return summary.entries().stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow().value();
  }

  private static Examples classes(List<double[]> table, int header, List<String> names) {
    List<double[]> rows = table.subList(header, table.size());
    int d = rows.getFirst().length - 1;
    return examples(Matrix.stack(rows.size(), i -> Arrays.copyOf(rows.get(i), d)),
        new Target.Label(rows.stream().mapToInt(row -> (int) row[d]).toArray(), names));
  }

  private static List<double[]> table(String file, String separator) {
    try (InputStream in = open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
          .map(line -> Arrays.stream(line.split(separator)).mapToDouble(Stored::number).toArray()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double number(String field) {
    return Character.isLetter(field.charAt(0)) ? Double.NaN : Double.parseDouble(field);
  }

  private static InputStream open(String file) throws IOException {
    String folder = System.getProperty("ansatz.shared.data");
    Assumptions.assumeTrue(folder != null && Files.exists(Path.of(folder, file)),
        "skipped: no " + file + " in the folder of stored data, -Dansatz.shared.data=" + folder);
    InputStream in = Files.newInputStream(Path.of(folder, file));
    return file.endsWith(".gz") ? new GZIPInputStream(in) : in;
  }
}
