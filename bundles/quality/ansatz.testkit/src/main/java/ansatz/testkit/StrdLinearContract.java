package ansatz.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@link LinearAlgebra#leastSquares} on the linear regression sets of NIST's Statistical Reference Datasets.
 *
 * <p>Digits are those of the worst coefficient, -log10 of its relative error against the certified value, which has 15.
 * The powers of x are computed here in double precision; their rounding limits what any solver can reach on Filip. The
 * files are read from the folder {@code nist-strd/linear} of the system property {@code ansatz.shared.data}.
 */
public abstract class StrdLinearContract {
  private static final Pattern LINES = Pattern.compile("\\(lines\\s+(\\d+)\\s+to\\s+(\\d+)\\)");

  protected abstract LinearAlgebra linearAlgebra();

  @ParameterizedTest(name = "{0}: {3} digits")
  @CsvSource({"Norris,   1, true,  12", "Pontius,  2, true,  11", "NoInt1,   1, false, 14", "NoInt2,   1, false, 14",
    "Longley,  0, true,  10", "Filip,   10, true,   7", "Wampler1, 5, true,   9", "Wampler2, 5, true,  12",
    "Wampler3, 5, true,   9", "Wampler4, 5, true,   7", "Wampler5, 5, true,   5"})
  void S1_leastSquaresReachesTheDigits(String name, int degree, boolean intercept, int digits) throws IOException {
    List<String> file = read(name);
    List<double[]> data = block(file, "Data ", 0);
    Matrix x = Matrix.stack(data.size(), i -> design(data.get(i), degree, intercept));
    Matrix y = Matrix.stack(data.size(), i -> new double[] {data.get(i)[0]});
    double[] certified = block(file, "Certified Values", 1).stream().mapToDouble(row -> row[0]).toArray();
    double[] beta = linearAlgebra().leastSquares(x, y).data();
    double reached = digits(certified, beta);
    System.out.printf(Locale.ROOT, "%-24s %-9s %5.1f digits, needed %d%n",
        linearAlgebra().getClass().getSimpleName(), name, reached, digits);
    assertTrue(reached >= digits, () -> name + ": " + reached + " digits, " + Arrays.toString(beta));
  }

  private static List<String> read(String name) throws IOException {
    String folder = System.getProperty("ansatz.shared.data");
    Path file = Path.of(folder == null ? "" : folder, "nist-strd", "linear", name + ".dat");
    boolean there = folder != null && Files.isRegularFile(file);
    if (!there) {
      System.out.println(name + " skipped: no " + file + " (system property ansatz.shared.data)");
    }
    assumeTrue(there, () -> "no " + file);
    return Files.readAllLines(file);
  }

  /** A row of the design matrix: all predictors for degree 0, else the powers of the only one. */
  private static double[] design(double[] row, int degree, boolean intercept) {
    List<Double> values = new ArrayList<>();
    if (intercept) {
      values.add(1.0);
    }
    for (int i = 1; i < row.length && degree == 0; i++) {
      values.add(row[i]);
    }
    double power = 1;
    for (int i = 1; i <= degree; i++) {
      power *= row[1];
      values.add(power);
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * The rows of numbers in the lines that the head of the file gives for a title; rows of certified values start with
   * a name, and end before the first line that is not "B i".
   */
  private static List<double[]> block(List<String> file, String title, int skip) {
    String head = file.stream().filter(line -> line.strip().startsWith(title)).findFirst().orElseThrow();
    Matcher lines = LINES.matcher(head);
    assertTrue(lines.find(), head);
    return file.subList(Integer.parseInt(lines.group(1)) - 1, Integer.parseInt(lines.group(2))).stream()
        .map(String::strip).filter(line -> skip == 0 || line.matches("B\\d+ .*"))
        .map(line -> Arrays.stream(line.split("\\s+")).skip(skip).mapToDouble(Double::parseDouble).toArray()).toList();
  }

  private static double digits(double[] certified, double[] actual) {
    double digits = 15;
    for (int i = 0; i < certified.length; i++) {
      double error = Math.abs(actual[i] - certified[i]) / Math.abs(certified[i]);
      digits = error == 0 ? digits : Math.min(digits, -Math.log10(error));
    }
    return certified.length == actual.length ? digits : Double.NaN;
  }
}
