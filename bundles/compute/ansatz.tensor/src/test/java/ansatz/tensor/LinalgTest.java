package ansatz.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

class LinalgTest {
  private static Tensor x(int... extents) {
    return Sample.normal(Key.of(3), DType.F64, extents).eval();
  }

  private static Tensor symmetric(Tensor a) {
    return a.add(a.moveAxis(-1, -2));
  }

  private static double[] values(Supplier<Tensor> tensor) {
    return PlainLinearAlgebra.session().enter(() -> tensor.get().values().toDoubles());
  }

  @Test
  void factorsMultiplyToTheMatrix() {
    Tensor a = x(2, 3, 3).eval();
    Tensor s = symmetric(a).eval();
    double[] expected = a.values().doubles();
    assertArrayEquals(expected, values(() -> Linalg.qr(a).q().matmul(Linalg.qr(a).r())), 1e-14);
    assertArrayEquals(expected, values(() -> {
      Linalg.SvdFactors svd = Linalg.svd(a);
      return svd.u().mul(svd.s().expand(-2)).matmul(svd.v().moveAxis(-1, -2));
    }), 1e-14);
    assertArrayEquals(s.values().doubles(), values(() -> {
      Linalg.EigenPairs pairs = Linalg.eigh(s);
      return pairs.vectors().mul(pairs.values().expand(-2)).matmul(pairs.vectors().moveAxis(-1, -2));
    }), 1e-14);
    assertArrayEquals(values(() -> Tensor.eye(DType.F64, 3).broadcast(Shape.of(2, 3, 3))),
        values(() -> a.matmul(Linalg.inv(a))), 1e-12);
    assertArrayEquals(expected, values(() -> Linalg.pinv(Linalg.pinv(a, 1e-12), 1e-12)), 1e-12);
  }

  @Test
  void determinantsAndComplexEigenvaluesOfARotation() {
    Tensor rotation = Tensor.of(new double[] {0, -2, 0, 2, 0, 0, 0, 0, 3}, 3, 3);
    assertEquals(12, values(() -> Linalg.det(rotation))[0], 1e-14);
    assertEquals(Math.log(12), values(() -> Linalg.logdet(rotation).logAbs())[0], 1e-14);
    assertArrayEquals(new double[] {-2, 0, 2},
        values(() -> Linalg.eig(rotation).values().im().sort(0)), 1e-14);
    assertArrayEquals(new double[9], values(() -> {
      Linalg.ComplexEigenPairs pairs = Linalg.eig(rotation);
      Complex left = Complex.of(rotation).matmul(pairs.vectors());
      return left.sub(pairs.vectors().mul(pairs.values().map(w -> w.expand(0)))).abs();
    }), 1e-14);
    var e = assertThrows(IllegalArgumentException.class,
        () -> Transforms.vjp(in -> List.of(Linalg.eig(in.getFirst()).values().re()), List.of(rotation)).pullback()
            .of(Tensor.ones(DType.F64, 3)));
    assertTrue(e.getMessage().contains("eigh"), e.getMessage());
  }

  @Test
  void aMatrixWithoutFactorsHasNaNAndLeavesTheOthersAlone() {
    Tensor a = Tensor.of(new double[] {4, 0, 0, 9, -1, 0, 0, 1}, 2, 2, 2);
    double[] l = values(() -> Linalg.cholesky(a));
    assertArrayEquals(new double[] {2, 0, 0, 3}, java.util.Arrays.copyOf(l, 4));
    assertTrue(Double.isNaN(l[4]));
  }

  @Test
  void functionsOfDegenerateMatricesHaveTheirDerivative() {
    // sum w^2 = tr A^2 for any symmetric A, at the identity too: the gradient is 2 A.
    Tensor gradient = PlainLinearAlgebra.session().enter(() -> Transforms.vjp(in -> {
      Linalg.EigenPairs pairs = Linalg.eigh(in.getFirst());
      Tensor rebuilt = pairs.vectors().mul(pairs.values().expand(-2)).matmul(pairs.vectors().transpose());
      return List.of(rebuilt.square().sum());
    }, List.of(Tensor.eye(DType.F64, 3))).pullback().of(Tensor.scalar(DType.F64, 1)).getFirst().eval());
    assertArrayEquals(new double[] {2, 0, 0, 0, 2, 0, 0, 0, 2}, gradient.values().doubles(), 1e-14);
  }
}
