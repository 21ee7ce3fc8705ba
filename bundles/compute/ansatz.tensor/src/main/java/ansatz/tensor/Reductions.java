package ansatz.tensor;

import java.util.Arrays;
import java.util.stream.IntStream;

import ansatz.tensor.primitive.Argmax;
import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.CumSum;
import ansatz.tensor.primitive.Gather;
import ansatz.tensor.primitive.Slice;
import ansatz.tensor.primitive.StopGradient;

/**
 * What numpy users look for along axes of a tensor beyond sums: derived, so every order of derivative follows.
 *
 * <p>Shapes: the axes named go, but for running sums and softmax, which keep the shape; -1 is the last axis.
 *
 * <p>Cost: one or two passes over the elements.
 *
 * <p>Errors: axes that do not exist, and the greatest or least of no elements, are an {@link IllegalArgumentException}.
 */
sealed interface Reductions permits Tensor {
  private Tensor self() {
    return (Tensor) this;
  }

  /** The axes, all where none is named, ascending. */
  private int[] named(int... axes) {
    return axes.length == 0 ? IntStream.range(0, self().rank()).toArray() : self().shape().axes(axes);
  }

  /** The named axes as one, last axis. */
  private Tensor lined(int... axes) {
    Tensor x = self();
    int[] named = named(axes);
    int[] kept = Axes.of(named).others(x.rank()).toArray();
    Tensor moved = x.transpose(IntStream.concat(Arrays.stream(kept), Arrays.stream(named)).toArray());
    int length = Math.toIntExact(Arrays.stream(named).mapToLong(x.shape()::extent).reduce(1, Math::multiplyExact));
    return moved.reshape(x.shape().without(named).insert(kept.length, length));
  }

  /** A reduced tensor with the axes back at extent 1. */
  private Tensor kept(Tensor reduced, int... axes) {
    return reduced.expand(named(axes));
  }

  /** In the opposite order: what is greatest becomes least. */
  private Tensor opposed() {
    return self().dtype().isFloat() ? self().neg() : self().not();
  }

  /** Where the greatest element stands along an axis, i32; the first of equal ones; NaN where there is one. */
  default Tensor argmax(int axis) {
    return Argmax.of(self(), axis);
  }

  /** Where the least element stands along an axis, i32; the first of equal ones; NaN where there is one. */
  default Tensor argmin(int axis) {
    return Argmax.of(opposed(), axis);
  }

  /** The greatest element over the axes, over all where none is named; NaN where there is one. */
  default Tensor max(int... axes) {
    Tensor lines = lined(axes);
    return Gather.of(lines, lines.argmax(-1), lines.rank() - 1);
  }

  /** The least element over the axes, over all where none is named; NaN where there is one. */
  default Tensor min(int... axes) {
    Tensor lines = lined(axes);
    return Gather.of(lines, lines.argmin(-1), lines.rank() - 1);
  }

  /** The product over the axes, over all where none is named, by halves: its derivatives are right at zeros too. */
  default Tensor prod(int... axes) {
    Tensor x = lined(axes);
    int n = x.shape().extent(-1);
    if (n == 0) {
      return Tensor.ones(x.dtype(), x.shape().without(-1).extents());
    }
    while (n > 1) {
      int half = n / 2;
      Tensor products = Slice.of(x, -1, 0, half).mul(Slice.of(x, -1, half, 2 * half));
      x = n % 2 == 0 ? products : Tensor.concat(-1, products, Slice.of(x, -1, n - 1, n));
      n = n - half;
    }
    return x.squeeze(-1);
  }

  /** Sums of the elements up to and including each one along an axis. */
  default Tensor cumsum(int axis) {
    return CumSum.of(self(), axis, false);
  }

  /** Products of the elements up to and including each one along an axis; its derivatives are right at zeros too. */
  default Tensor cumprod(int axis) {
    return AssociativeScan.of(Tensor::mul, self().moveAxis(axis, 0)).moveAxis(0, self().shape().axis(axis));
  }

  /** The mean squared deviation from the mean over the axes, over all where none is named. */
  default Tensor variance(int... axes) {
    return self().sub(kept(self().mean(axes), axes)).square().mean(axes);
  }

  /** The root of the variance. */
  default Tensor std(int... axes) {
    return variance(axes).sqrt();
  }

  /** The Euclidean norm over the axes, over all where none is named; its derivative at 0 is 0. */
  default Tensor norm(int... axes) {
    Tensor squares = self().square().sum(axes);
    Tensor zero = Tensor.zeros(squares.type());
    Tensor isZero = squares.eq(0);
    return isZero.select(zero, isZero.select(zero.add(1), squares).sqrt());
  }

  /** Whether all elements hold, over the axes of a boolean tensor. */
  default Tensor all(int... axes) {
    return self().not().any(axes).not();
  }

  /** Whether one of the elements holds, over the axes of a boolean tensor. */
  default Tensor any(int... axes) {
    if (self().dtype() != DType.BOOL) {
      throw new Refused("any and all are of booleans, this is " + self().type());
    }
    return self().to(DType.I32).sum(axes).gt(0);
  }

  /** log sum exp over the axes, over all where none is named, without overflow; of no elements minus infinity. */
  default Tensor logsumexp(int... axes) {
    if (self().type().size() == 0) {
      return self().exp().sum(axes).log();
    }
    Tensor greatest = steady(self().max(axes));
    return self().sub(kept(greatest, axes)).exp().sum(axes).log().add(greatest);
  }

  /** exp x_i / sum_j exp x_j along an axis. */
  default Tensor softmax(int axis) {
    if (self().shape().extent(axis) == 0) {
      return self();
    }
    Tensor exp = self().sub(kept(steady(self().max(axis)), axis)).exp();
    return exp.div(kept(exp.sum(axis), axis));
  }

  /** x_i - log sum_j exp x_j along an axis. */
  default Tensor logSoftmax(int axis) {
    if (self().shape().extent(axis) == 0) {
      return self();
    }
    Tensor shifted = self().sub(kept(steady(self().max(axis)), axis));
    return shifted.sub(kept(shifted.exp().sum(axis).log(), axis));
  }

  /** What exponents are shifted by: any constant will do, so it has no derivative; 0 in the place of infinity. */
  private static Tensor steady(Tensor greatest) {
    Tensor constant = Node.apply(new StopGradient(), greatest);
    return constant.abs().lt(Double.POSITIVE_INFINITY).select(constant, Tensor.zeros(greatest.type()));
  }
}
