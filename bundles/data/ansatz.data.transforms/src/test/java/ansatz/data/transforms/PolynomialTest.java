package ansatz.data.transforms;

import static ansatz.data.transforms.Table.c;
import static ansatz.data.transforms.Table.fitted;
import static ansatz.data.transforms.Table.numbers;
import static ansatz.data.transforms.Table.refused;
import static ansatz.data.transforms.Table.x;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.data.Column;
import ansatz.data.Dataset;
import ansatz.data.Transform;
import ansatz.learn.Params;
import ansatz.testkit.TransformContract;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolynomialTest extends TransformContract {
  private static final Dataset XY = Table.of(x(2, -3), new Column.Numeric("y", new double[] {5, 0.5}), c("ab"));

  @Override
  protected Transform transform() {
    return polynomial(3, true);
  }

  @Test
  void allMonomialsAreMade() {
    Dataset cubic = fitted(polynomial(3, true), XY, XY);
    assertEquals(List.of("x", "y", "c", "x^2", "x*y", "y^2", "x^3", "x^2*y", "x*y^2", "y^3"), cubic.names());
    assertArrayEquals(new double[] {20, 4.5}, numbers(cubic, "x^2*y"));
    assertArrayEquals(new double[] {50, -0.75}, numbers(cubic, "x*y^2"));
    assertArrayEquals(new double[] {8, -27}, numbers(cubic, "x^3"));
  }

  @Test
  void powersAlone() {
    assertEquals(List.of("x", "y", "c", "x^2", "y^2", "x^3", "y^3"), fitted(polynomial(3, false), XY, XY).names());
    assertEquals(XY.names(), fitted(polynomial(1, true), XY, XY).names());
  }

  /** The number of monomials of degree 1 to M in D variables is (D + M)! / (D! M!) - 1: for D = 6 and M = 4 it is 209. */
  @Test
  void theirNumberIsBinomial() {
    Dataset six = wide(6);
    assertEquals(209, fitted(polynomial(4, true), six, six).columns().size());
  }

  @Test
  void tooManyAreRefused() {
    refused("the polynomial has more than 10000 columns: lower the degree, or ignore features",
        () -> fitted(polynomial(20, true), wide(64), wide(64)));
  }

  private static Dataset wide(int features) {
    return Table.of(IntStream.range(0, features).mapToObj(d -> new Column.Numeric("v" + d, new double[] {1}))
        .toArray(Column[]::new));
  }

  private static Polynomial polynomial(int degree, boolean interactions) {
    return new Polynomial(Params.of(Polynomial.Config.class, "degree", degree, "interactions", interactions));
  }
}
