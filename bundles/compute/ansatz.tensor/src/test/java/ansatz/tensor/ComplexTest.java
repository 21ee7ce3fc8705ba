package ansatz.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComplexTest {
  private static Complex random(int... extents) {
    return new Complex(Sample.normal(Key.of(5), DType.F64, extents).eval(),
        Sample.normal(Key.of(6), DType.F64, extents).eval());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 12, 30, 64})
  void theTransformIsItsSumAndTheInverseUndoesIt(int n) {
    Complex x = random(n);
    double[] re = x.fft().re().values().doubles();
    double[] im = x.fft().im().values().doubles();
    for (int k = 0; k < n; k++) {
      double sumRe = 0;
      double sumIm = 0;
      for (int j = 0; j < n; j++) {
        double angle = -2 * Math.PI * ((long) j * k % n) / n;
        double a = x.re().values().get(j);
        double b = x.im().values().get(j);
        sumRe += a * Math.cos(angle) - b * Math.sin(angle);
        sumIm += a * Math.sin(angle) + b * Math.cos(angle);
      }
      assertEquals(sumRe, re[k], 1e-13);
      assertEquals(sumIm, im[k], 1e-13);
    }
    assertArrayEquals(x.re().values().doubles(), x.fft().ifft().re().values().doubles(), 1e-14);
    assertArrayEquals(x.im().values().doubles(), x.fft().ifft().im().values().doubles(), 1e-14);
  }

  @Test
  void transformsAlongAnotherAxis() {
    Complex x = random(3, 4);
    assertArrayEquals(x.map(p -> p.transpose(1, 0)).fft().re().transpose().values().doubles(),
        x.fft(0).re().values().doubles());
  }

  @Test
  void arithmeticIsThatOfComplexNumbers() {
    Complex a = new Complex(Tensor.scalar(DType.F64, 3), Tensor.scalar(DType.F64, -4));
    Complex b = new Complex(Tensor.scalar(DType.F64, 1), Tensor.scalar(DType.F64, 2));
    assertEquals(11, a.mul(b).re().item());
    assertEquals(2, a.mul(b).im().item());
    assertEquals(-1, a.div(b).re().item());
    assertEquals(-2, a.div(b).im().item());
    assertEquals(5, a.abs().item());
    assertEquals(-4, a.log().exp().im().item(), 1e-14);
    assertEquals(0, Transforms.vjp(in -> java.util.List.of(new Complex(in.get(0), in.get(0)).abs()),
        java.util.List.of(Tensor.scalar(DType.F64, 0))).pullback().of(Tensor.scalar(DType.F64, 1)).getFirst().item());
  }

  @Test
  void sparseProductsAreDenseOnes() {
    Csr a = Csr.of(3, 4, new int[] {2, 0, 2, 2}, new int[] {1, 3, 0, 1}, new double[] {5, 7, -1, 0.5}, DType.F64);
    assertArrayEquals(new double[] {0, 0, 0, 7, 0, 0, 0, 0, -1, 5.5, 0, 0}, a.dense().values().doubles());
    Tensor b = random(4, 2).re();
    Tensor c = random(3, 2).im();
    assertArrayEquals(a.dense().matmul(b).values().doubles(), a.matmul(b).values().doubles(), 1e-15);
    assertArrayEquals(a.dense().transpose().matmul(c).values().doubles(), a.transposeMatmul(c).values().doubles(),
        1e-15);
    assertArrayEquals(c.matmul(b.transpose()).mul(a.dense().ne(Tensor.scalar(DType.F64, 0)).to(DType.F64)).values()
        .doubles(), a.sampled(c, b).dense().values().doubles(), 1e-15);
  }
}
