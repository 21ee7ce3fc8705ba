package ansatz.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.Test;

/** What numpy's users type in their first hour does what it does there. */
class NumpyTest {
  private static final Tensor X = Tensor.of(new double[][] {{0, 1, 2}, {3, 4, 5}});

  private static void is(Tensor actual, List<Integer> shape, double... expected) {
    assertEquals(shape.toString().replace(" ", ""), actual.shape().toString());
    assertArrayEquals(expected, actual.values().toDoubles(), 1e-15);
  }

  @Test
  void arraysAreMade() {
    is(Tensor.linspace(DType.F64, -1, 1, 5), List.of(5), -1, -0.5, 0, 0.5, 1);
    is(X.repeat(2, 0).slice("1:3"), List.of(2, 3), 3, 4, 5, 0, 1, 2);
    assertThrows(IllegalArgumentException.class, () -> Tensor.of(new double[][] {{1, 2}, {3}}));
  }

  @Test
  void operandsBroadcast() {
    is(X.sub(X.mean(1).expand(1)), List.of(2, 3), -1, 0, 1, -1, 0, 1);
    is(X.sum(0, 1).expand(0, 1), List.of(1, 1), 15);
    is(X.expand(0, -1), List.of(1, 2, 3, 1), 0, 1, 2, 3, 4, 5);
    is(X.ge(2).and(X.le(4)).and(X.ne(3)).to(DType.I32), List.of(2, 3), 0, 0, 1, 0, 1, 0);
    is(X.rem(2).add(Tensor.of(new double[] {10, 20}).expand(1)), List.of(2, 3), 10, 11, 10, 21, 20, 21);
    var e = assertThrows(IllegalArgumentException.class, () -> X.add(Tensor.ones(DType.F64, 2)));
    assertTrue(e.getMessage().contains("[2,3]") && e.getMessage().contains("[2]"), e.getMessage());
  }

  @Test
  void partsAreReplaced() {
    is(X.set("0", Tensor.scalar(DType.F64, 9)), List.of(2, 3), 9, 9, 9, 3, 4, 5);
    is(X.set(":, ::-2", Tensor.of(new double[][] {{7, 8}, {9, 6}})), List.of(2, 3), 8, 1, 7, 6, 4, 9);
    is(X.set("1:, None, 1:2", Tensor.scalar(DType.F64, -1)), List.of(2, 3), 0, 1, 2, 3, -1, 5);
    is(X.set("0:0", Tensor.ones(DType.F64, 0, 3)), List.of(2, 3), 0, 1, 2, 3, 4, 5);
    Tensor gradient = Transforms.gradients(in -> List.of(in.get(0).set("0, 1", in.get(1)).square().sum())).of(X,
        Tensor.scalar(DType.F64, 3)).get(1);
    is(gradient, List.of(), 6);
  }

  @Test
  void functionsOfElements() {
    Tensor x = Tensor.of(new double[] {-2, 1e-9, 0.5});
    is(x.sinh(), List.of(3), Math.sinh(-2), Math.sinh(1e-9), Math.sinh(0.5));
    is(Tensor.of(new double[] {-40, 40, -1000, 1000}).sinh().div(Math.sinh(40)), List.of(4), -1, 1,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY);
    is(x.cosh(), List.of(3), Math.cosh(-2), 1, Math.cosh(0.5));
    is(x.atan(), List.of(3), Math.atan(-2), 1e-9, Math.atan(0.5));
    is(Tensor.of(new double[] {0, Double.NaN}).isNan().to(DType.I32), List.of(2), 0, 1);
    is(X.cumprod(1), List.of(2, 3), 0, 0, 0, 3, 12, 60);
    is(Tensor.zeros(DType.F64, 0).logsumexp(), List.of(), Double.NEGATIVE_INFINITY);
  }

  @Test
  void einsumHasEllipsesDiagonalsAndBroadcasts() {
    Tensor batches = Tensor.arange(DType.F64, 12).reshape(2, 2, 3);
    is(batches.einsum("...ij,...j->...i", Tensor.of(new double[] {1, 0, 2})), List.of(2, 2), 4, 13, 22, 31);
    is(batches.einsum("...ij->...ji").at(0, 1), List.of(3, 2), 6, 9, 7, 10, 8, 11);
    is(Tensor.arange(DType.F64, 8).reshape(2, 2, 2).einsum("...ii->...i"), List.of(2, 2), 0, 3, 4, 7);
    is(X.einsum("...i,i...", X.transpose()), List.of(2), 5, 50);
    is(X.einsum("ij,ij->i", Tensor.of(new double[][] {{1}, {2}})), List.of(2), 3, 24);
    is(X.einsum("i...->..."), List.of(3), 3, 5, 7);
    assertThrows(IllegalArgumentException.class, () -> X.einsum("ijk->i"));
    assertThrows(IllegalArgumentException.class, () -> X.einsum("ij->ik"));
    assertThrows(IllegalArgumentException.class, () -> X.einsum("ij,jk->ik"));
  }

  private static void refused(String words, Callable<Tensor> call) {
    var e = assertThrows(IllegalArgumentException.class, call::call);
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  @Test
  void wholeNumbersTakeNoFractions() {
    Tensor c = Tensor.of(new int[] {0, 1, 1, 0});
    is(c.ge(1).to(DType.I32).mul(3), List.of(4), 0, 3, 3, 0);
    refused("ge: i32 has no 0.5", () -> c.ge(0.5));
    refused("mul: i32 has no 0.5", () -> c.mul(0.5));
    refused("i32 has no 3.0E9", () -> c.add(3e9));
    refused("i64 has no NaN", () -> c.to(DType.I64).eq(Double.NaN));
    refused("mean: a mean of i32[4]", () -> c.mean());
    is(c.eq(1).to(DType.F64).mean(), List.of(), 0.5);
  }

  @Test
  void messagesSpeakOfWhatWasWritten() {
    refused("matmul: the last axis of f64[2,3] has extent 3, the last but one of f64[2,3] 2", () -> X.matmul(X));
    refused("the last axis of f64[3] has extent 3, the axis of f64[2] 2",
        () -> Tensor.ones(DType.F64, 3).matmul(Tensor.ones(DType.F64, 2)));
    refused("j is 3 and 2", () -> X.einsum("ij,jk->ik", X));
    refused("f64[2,3] has 6 elements, which no extent in place of -1 makes of [7, -1]", () -> X.reshape(7, -1));
  }

  @Test
  void greatestElements() {
    TopK greatest = X.topk(2);
    is(greatest.values(), List.of(2, 2), 2, 1, 5, 4);
    is(greatest.index(), List.of(2, 2), 2, 1, 2, 1);
  }
}
