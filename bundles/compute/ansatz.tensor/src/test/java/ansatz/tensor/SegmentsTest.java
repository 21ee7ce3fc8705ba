package ansatz.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentsTest {
  private static final Tensor X = Tensor.of(new double[] {1, 5, -2, 2, 3, 4, 0.5, 0.25}, 4, 2);
  private static final Tensor SEGMENT = Tensor.of(new int[] {2, 0, 2, 7});

  @Test
  void rowsAreReducedByTheirNumber() {
    assertArrayEquals(new double[] {-2, 2, 0, 0, 4, 9}, Segments.sum(X, SEGMENT, 3).values().doubles());
    assertArrayEquals(new double[] {-2, 2, 0, 0, 2, 4.5}, Segments.mean(X, SEGMENT, 3).values().doubles());
    assertArrayEquals(new double[] {-2, 2, 0, 0, 3, 5}, Segments.max(X, SEGMENT, 3).values().doubles());
    double e = 1 / (1 + Math.exp(2));
    double f = 1 / (1 + Math.exp(-1));
    assertArrayEquals(new double[] {e, f, 1, 1, 1 - e, 1 - f},
        Segments.softmax(X, SEGMENT, 3).slice(":3").values().doubles(), 1e-15);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 8, 13})
  void associativeScansGiveEveryPartialResult(int n) {
    Tensor x = Sample.normal(Key.of(n), DType.F64, n, 2).eval();
    assertArrayEquals(x.cumsum(0).values().doubles(), AssociativeScan.of(Tensor::add, x).values().doubles(), 1e-14);
    // h_i = a_i h_{i-1} + b_i, as composition of affine maps.
    Tensor b = Sample.normal(Key.of(99), DType.F64, n, 2).eval();
    Tensor scanned = AssociativeScan.of((f, g) -> List.of(f.get(0).mul(g.get(0)), g.get(0).mul(f.get(1)).add(g.get(1))),
        List.of(x, b)).get(1);
    double h = 0;
    for (int i = 0; i < n; i++) {
      h = x.values().get(2 * i) * h + b.values().get(2 * i);
      assertEquals(h, scanned.values().get(2 * i), 1e-14);
    }
  }
}
