package ansatz.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;

class TransformsTest {
  private static Tensor scalar(double x) {
    return Tensor.scalar(DType.F64, x);
  }

  @Test
  void derivativesOfTanhToThirdOrder() {
    UnaryOperator<Tensor> first = Transforms.grad(Tensor::tanh);
    UnaryOperator<Tensor> third = Transforms.grad(Transforms.grad(first));
    double t = Math.tanh(0.7);
    double s = 1 - t * t;
    assertEquals(s, first.apply(scalar(0.7)).item(), 1e-15);
    assertEquals(-2 * s * (s - 2 * t * t), third.apply(scalar(0.7)).item(), 1e-14);
  }

  /** A loop whose number of rounds is not known has no derivative, but needs none where its start is held constant. */
  @Test
  void whatIsHeldConstantMayGoThroughAnything() {
    Tensor slope = Transforms.grad(x -> {
      List<Tensor> root = Control.whileLoop(r -> List.of(r.getFirst().add(r.getFirst().rdiv(2)).mul(0.5)),
          r -> r.getFirst().square().sub(2).abs().gt(1e-9), List.of(Control.stopGradient(x)));
      return root.getFirst().mul(x);
    }).apply(scalar(1));
    assertEquals(Math.sqrt(2), slope.item(), 1e-9);
  }

  @Test
  void innerAndOuterDerivativesAreNotConfused() {
    // d/dx (x d/dy (x + y)) at any x, y is 1, not 2.
    Tensor slope = Transforms.grad(x -> x.mul(Transforms.grad(y -> x.add(y)).apply(scalar(1))))
        .apply(scalar(1));
    assertEquals(1, slope.item());
  }

  @Test
  void hessianOfAQuadraticFormIsItsSymmetricPartTwice() {
    Tensor a = Tensor.of(new double[] {2, 1, 0, 3, -1, 4, 5, 0.5, 1}, 3, 3);
    Tensor hessian = Transforms.hessian(x -> x.matmul(a).mul(x).sum()).apply(Tensor.of(new double[] {1, -2, 3}));
    assertArrayEquals(new double[] {4, 4, 5, 4, -2, 4.5, 5, 4.5, 2}, hessian.values().doubles(), 1e-12);
  }

  @Test
  void jacobiansInBothModesAgree() {
    UnaryOperator<Tensor> f = x -> x.expand(1).sin().mul(x.expand(0).exp());
    Tensor x = Tensor.of(new double[] {0.3, -0.8, 1.1});
    Tensor reverse = Transforms.jacobian(f).apply(x);
    assertEquals(Shape.of(3, 3, 3), reverse.shape());
    assertArrayEquals(reverse.values().doubles(), Transforms.jacobianForward(f).apply(x).values().doubles(), 1e-14);
    assertEquals(Math.cos(0.3) * Math.exp(-0.8), reverse.values().get(3), 1e-15);
  }

  @Test
  void hessianVectorProductIsTheHessianTimesTheVector() {
    UnaryOperator<Tensor> f = x -> x.mul(x.expand(1).sub(x.expand(0)).square().sum(1).tanh()).sum();
    Tensor x = Tensor.of(new double[] {0.3, -0.8, 0.4});
    Tensor v = Tensor.of(new double[] {1, 2, -1});
    assertArrayEquals(Transforms.hessian(f).apply(x).matmul(v).values().doubles(),
        Transforms.hvp(f, x, v).values().doubles(), 1e-12);
  }

  @Test
  void vmapIsALoop() {
    Tensor w = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
    Tensor xs = Tensor.of(new double[] {1, 0, -1, 2, 2, 2}, 2, 3);
    Function f = in -> List.of(w.matmul(in.getFirst()).tanh().sum());
    Tensor perExample = Transforms.vmap(Transforms.gradients(f)).of(xs).getFirst();
    for (int i = 0; i < 2; i++) {
      double[] row = java.util.Arrays.copyOfRange(xs.values().doubles(), 3 * i, 3 * i + 3);
      double[] one = Transforms.gradients(f).of(Tensor.of(row)).getFirst().values().doubles();
      assertArrayEquals(one, java.util.Arrays.copyOfRange(perExample.values().doubles(), 3 * i, 3 * i + 3));
    }
  }

  @Test
  void einsumContractsByLetters() {
    Tensor a = Tensor.of(new double[] {1, 2, 3, 4}, 2, 2);
    Tensor b = Tensor.of(new double[] {5, 6, 7, 8}, 2, 2);
    assertArrayEquals(new double[] {19, 22, 43, 50}, a.einsum("ij,jk->ik", b).values().doubles());
    assertArrayEquals(new double[] {19, 43, 22, 50}, a.einsum("ij,jk->ki", b).values().doubles());
    assertArrayEquals(new double[] {1, 4}, a.einsum("ii->i").values().doubles());
    assertEquals(5, a.einsum("ii").item());
    assertArrayEquals(new double[] {26, 44},
        a.einsum("ij,kj->j", b).div(Tensor.of(new double[] {48. / 26 / 1, 84. / 44}))
            .values().doubles(),
        1e-12);
  }

  @Test
  void aProgramPrintsAsText() {
    Program program = Program.trace(x -> List.of(x.getFirst().tanh().sum()), TensorType.of(DType.F32, 4));
    assertEquals("""
        (%0: f32[4]) -> {
          %1: f32[4] = tanh %0
          %2: f32[] = reduceSum([0]) %1
          %2
        }
        """, program.toString().replaceAll("  # .*", ""));
  }

  @Test
  void shapesThatDoNotFitAreNamed() {
    Tensor x = Tensor.ones(DType.F32, 3);
    var e = assertThrows(IllegalArgumentException.class, () -> x.add(Tensor.ones(DType.F32, 4)));
    assertTrue(e.getMessage().contains("[3]") && e.getMessage().contains("[4]"), e.getMessage());
  }
}
