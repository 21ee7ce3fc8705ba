package ansatz.tensor;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Binary;
import ansatz.tensor.primitive.Concat;
import ansatz.tensor.primitive.Conv;
import ansatz.tensor.primitive.CumSum;
import ansatz.tensor.primitive.Dot;
import ansatz.tensor.primitive.DynamicSlice;
import ansatz.tensor.primitive.DynamicUpdateSlice;
import ansatz.tensor.primitive.Gather;
import ansatz.tensor.primitive.Pad;
import ansatz.tensor.primitive.Reverse;
import ansatz.tensor.primitive.ScatterAdd;
import ansatz.tensor.primitive.Slice;
import ansatz.tensor.primitive.Unary;
import ansatz.tensor.primitive.Window;
import ansatz.tensor.primitive.WindowSum;

/** Derivatives to third order and batching rules, a line for each primitive. */
class PrimitiveProofsTest {
  private final SplittableRandom random = new SplittableRandom(1);

  private Tensor x(int... extents) {
    return Proofs.random(Shape.of(extents), random, -1, 1);
  }

  private Tensor positive(int... extents) {
    return Proofs.random(Shape.of(extents), random, 0.2, 0.8);
  }

  private static Tensor i(int... values) {
    return Tensor.of(values);
  }

  private static Axes axes(int... axes) {
    return Axes.of(axes);
  }

  private static DynamicTest proof(String name, Function f, Tensor... arguments) {
    return DynamicTest.dynamicTest(name, () -> Proofs.of(f, arguments).derivatives(3).batching());
  }

  private static DynamicTest proof(String name, Primitive primitive, Tensor... arguments) {
    return proof(name, in -> Node.of(primitive, in).results(), arguments);
  }

  @TestFactory
  Stream<DynamicTest> tables() {
    return Stream.of(
        Stream.of(Unary.values()).filter(f -> f != Unary.NOT && f != Unary.ROUND)
            .map(f -> proof(f.symbol(), f, positive(4))),
        Stream.of(Binary.values()).filter(f -> f.ordinal() <= Binary.ATAN2.ordinal())
            .map(f -> proof(f.symbol(), f, positive(4), positive(4))),
        Stream.of(proof("igamma", in -> List.of(Binary.IGAMMA.of(Tensor.full(in.getFirst().type(), 1.5),
            in.getFirst())), positive(4)),
            proof("polygamma", in -> List.of(in.getFirst().polygamma(1)), positive(3))))
        .flatMap(s -> s);
  }

  @TestFactory
  Stream<DynamicTest> linear() {
    return Stream.of(
        proof("reshape", in -> List.of(in.getFirst().reshape(3, 2)), x(2, 3)),
        proof("transpose", in -> List.of(in.getFirst().transpose(1, 2, 0)), x(2, 3, 2)),
        proof("broadcast", in -> List.of(in.getFirst().broadcast(Shape.of(2, 2, 3))), x(2, 1)),
        proof("reduceSum", in -> List.of(in.getFirst().sum(0, 2)), x(2, 3, 2)),
        proof("dot", new Dot(axes(1), axes(0), axes(0), axes(2)), x(3, 2, 2), x(2, 4, 3)),
        proof("slice", new Slice(axes(1, 0), axes(5, 2), axes(2, 1)), x(5, 3)),
        proof("pad", new Pad(axes(2, -1), axes(-2, 1), axes(1, 0)), x(3, 4), x()),
        proof("concat", new Concat(1), x(2, 1), x(2, 3), x(2, 2)),
        proof("reverse", new Reverse(axes(0, 2)), x(2, 2, 3)),
        proof("dynamicSlice", new DynamicSlice(axes(2, 2)), x(3, 4), i(5, 1)),
        proof("dynamicUpdateSlice", new DynamicUpdateSlice(), x(3, 4), x(2, 1), i(-1, 2)),
        proof("cumSum", new CumSum(1, false), x(2, 4, 2)),
        proof("cumSum in reverse", new CumSum(0, true), x(4, 2)),
        proof("gather", new Gather(0), x(4, 2), i(3, 0, 3, -1, 9)),
        proof("gather in batches", new Gather(1), x(2, 3, 2), i(2, 0, 1, 1, 7, 0, 1, 2).reshape(2, 2, 2)),
        proof("scatterAdd", new ScatterAdd(0, 4), x(5, 2), i(3, 0, 3, -1, 9)),
        proof("scatterAdd in batches", new ScatterAdd(1, 3), x(2, 3, 2), i(2, 0, 2, 1, 5, 1).reshape(2, 3)),
        proof("windowSum", new WindowSum(Window.of(new int[] {2, 3}, new int[] {2, 1}, new int[] {1, 0},
            new int[] {0, 2})), x(2, 5, 4)),
        proof("windowSum, dilated", new WindowSum(new Window(axes(2, 2), axes(3, 2), axes(2, 1), axes(3, 2),
            axes(-1, 2), axes(3, -1))), x(4, 6)));
  }

  @TestFactory
  Stream<DynamicTest> convolutions() {
    Axes one = axes(1, 1);
    Axes none = axes(0, 0);
    return Stream.of(
        proof("conv", new Conv(one, one, one, none, none, false), x(2, 1, 2, 4, 3), x(1, 2, 2, 2, 2)),
        proof("conv, strided, padded, in groups", new Conv(axes(2, 1), one, one, axes(1, 2), axes(1, 0), false),
            x(1, 2, 1, 4, 3), x(2, 2, 1, 3, 2)),
        proof("conv, dilated, reversed, negative padding", new Conv(axes(2), axes(3), axes(2), axes(-1), axes(-2), true),
            x(2, 1, 2, 5), x(1, 1, 2, 3)),
        proof("conv, dilated, cut", new Conv(axes(3), axes(1), axes(2), axes(3), axes(-1), false), x(1, 2, 1, 6),
            x(2, 1, 1, 2)));
  }
}
