package ansatz.backend.jvm.internal.optimize;

import ansatz.tensor.Primitive;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Binary;
import ansatz.tensor.primitive.Concat;
import ansatz.tensor.primitive.Pad;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The sum of parts that stand side by side, each padded with zeros to the whole, is the parts joined: what becomes of
 * the gradients of slices. Only the sign of a zero may differ, as -0.0 + 0.0 is 0.0.
 */
final class JoinRules implements Rule {
  @Override
  public Tensor rewrite(Primitive primitive, List<Tensor> operands, Maker maker) {
    return switch (primitive) {
      case Binary.ADD -> sum(operands.get(0), operands.get(1), maker);
      case Pad(Axes low, Axes high, Axes interior) when isZero(low) && isZero(high) && isZero(interior) ->
        operands.getFirst();
      case Concat(int axis) when operands.stream().anyMatch(x -> isConcat(x, axis)) -> maker.make(primitive,
          operands.stream().flatMap(x -> isConcat(x, axis) ? x.node().operands().stream() : Stream.of(x))
              .toArray(Tensor[]::new));
      default -> null;
    };
  }

  private static boolean isConcat(Tensor x, int along) {
    return x.node().primitive() instanceof Concat(int axis) && axis == along;
  }

  /** A sum of parts; the one of an inner sum that the other operand stands beside is joined with it first. */
  private static Tensor sum(Tensor a, Tensor b, Maker maker) {
    Tensor joined = join(a, b, maker);
    for (int i = 0; joined == null && i < 4; i++) {
      Tensor sum = i < 2 ? a : b;
      Tensor part = i < 2 ? b : a;
      if (axis(part) >= 0 && sum.node().primitive() == Binary.ADD
          && sum.node().operands().stream().allMatch(x -> axis(x) == axis(part))) {
        Tensor both = join(sum.node().operand(i % 2), part, maker);
        joined = both == null ? null : maker.make(Binary.ADD, both, sum.node().operand(1 - i % 2));
      }
    }
    return joined;
  }

  private static Tensor join(Tensor a, Tensor b, Maker maker) {
    int axis = axis(a);
    if (axis < 0 || axis(b) != axis) {
      return null;
    }
    Tensor first = low(a, axis) < low(b, axis) ? a : b;
    Tensor second = first == a ? b : a;
    int end = low(first, axis) + first.node().operand(0).shape().extent(axis);
    if (end != low(second, axis)) {
      return null;
    }
    Tensor joined = maker.make(new Concat(axis), first.node().operand(0), second.node().operand(0));
    int[] low = new int[a.rank()];
    int[] high = new int[a.rank()];
    low[axis] = low(first, axis);
    high[axis] = ((Pad) second.node().primitive()).high().get(axis);
    return maker.make(new Pad(Axes.of(low), Axes.of(high), Axes.repeated(0, a.rank())), joined,
        first.node().operand(1));
  }

  private static int low(Tensor padded, int axis) {
    return ((Pad) padded.node().primitive()).low().get(axis);
  }

  /** The one axis along which zeros stand before or behind; -1 where that is not all. */
  private static int axis(Tensor x) {
    if (!(x.node().primitive() instanceof Pad(Axes low, Axes high, Axes interior)) || !isZero(interior)
        || !Uniform.is(x.node().operand(1), 0)) {
      return -1;
    }
    int[] padded = IntStream.range(0, x.rank())
        .filter(i -> low.get(i) != 0 || high.get(i) != 0).toArray();
    boolean negative = Arrays.stream(padded).anyMatch(i -> low.get(i) < 0 || high.get(i) < 0);
    return padded.length == 1 && !negative ? padded[0] : -1;
  }

  private static boolean isZero(Axes axes) {
    return axes.stream().allMatch(n -> n == 0);
  }
}
