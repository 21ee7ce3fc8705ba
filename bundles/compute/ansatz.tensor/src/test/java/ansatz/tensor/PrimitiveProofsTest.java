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
import ansatz.tensor.primitive.Fft;
import ansatz.tensor.primitive.Gather;
import ansatz.tensor.primitive.Pad;
import ansatz.tensor.primitive.Reverse;
import ansatz.tensor.primitive.ScatterAdd;
import ansatz.tensor.primitive.Sddmm;
import ansatz.tensor.primitive.SegmentArgmax;
import ansatz.tensor.primitive.Slice;
import ansatz.tensor.primitive.Spmm;
import ansatz.tensor.primitive.TriangularSolve;
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
  Stream<DynamicTest> linearSystemsAndSparse() {
    Tensor pointers = i(0, 2, 2, 5);
    Tensor columns = i(0, 3, 1, 2, 3);
    Tensor triangle = x(2, 3, 3).add(Tensor.eye(DType.F64, 3).mul(2)).eval();
    return Stream.of(
        proof("fft", new Fft(false), x(2, 6), x(2, 6)),
        proof("fft, inverse", new Fft(true), x(5), x(5)),
        proof("triangularSolve", new TriangularSolve(true, false, false), triangle, x(2, 3, 2)),
        proof("triangularSolve, upper, transposed", new TriangularSolve(false, true, false), triangle, x(2, 3, 1)),
        proof("triangularSolve, unit", new TriangularSolve(true, true, true), triangle, x(2, 3, 2)),
        proof("spmm", in -> List.of(new Spmm(false, 4).of(in.get(0), pointers, columns, in.get(1))), x(5), x(4, 2)),
        proof("spmm, transposed", in -> List.of(new Spmm(true, 4).of(in.get(0), pointers, columns, in.get(1))), x(5),
            x(3, 2)),
        proof("sddmm", in -> List.of(Sddmm.of(in.get(0), in.get(1), pointers, columns)), x(3, 2), x(4, 2)));
  }

  @TestFactory
  Stream<DynamicTest> derived() {
    Window window = Window.of(new int[] {2, 2}, new int[] {2, 1}, new int[] {1, 0}, new int[] {0, 1});
    Tensor segment = i(1, 0, 1, 3, 1);
    return Stream.of(
        proof("max", in -> List.of(in.getFirst().max(0, 2)), x(2, 3, 2)),
        proof("min", in -> List.of(in.getFirst().min()), x(2, 3)),
        proof("prod with a zero", in -> List.of(in.getFirst().prod(0)),
            Tensor.of(new double[] {0, 0.5, 2, 3, 0.7, 1, -1, 0, 1.5, 2}, 5, 2)),
        proof("sort", in -> List.of(in.getFirst().sort(0)), x(5, 2)),
        proof("topk", in -> List.of(in.getFirst().topk(2).values()), x(2, 4)),
        proof("segment max", in -> List.of(Gather.of(in.getFirst().transpose(),
            SegmentArgmax.of(in.getFirst(), segment, 0, 4).transpose(), 1)), x(5, 2)),
        proof("max-pool", in -> List.of(Pooling.max(in.getFirst(), window)), x(2, 4, 3)),
        proof("mean-pool", in -> List.of(Pooling.meanInside(in.getFirst(), window)), x(1, 4, 3)),
        proof("norm", in -> List.of(in.getFirst().norm(1)), x(2, 3)),
        proof("std", in -> List.of(in.getFirst().std(0)), x(4, 2)),
        proof("logsumexp", in -> List.of(in.getFirst().mul(3).logsumexp(1)), x(2, 3)),
        proof("softmax", in -> List.of(in.getFirst().mul(3).softmax(0)), x(3, 2)),
        proof("logSoftmax", in -> List.of(in.getFirst().logSoftmax(-1)), x(2, 3)),
        proof("take", in -> List.of(in.getFirst().take(i(2, 0, 2, 1).reshape(2, 2), 1)), x(2, 3, 2)),
        proof("takeAlong", in -> List.of(in.getFirst().takeAlong(i(1, 0, 2, 0).reshape(2, 2), 0)), x(3, 2)),
        proof("slice", in -> List.of(in.getFirst().slice("::-2, ..., None, 1")), x(5, 2, 3)),
        proof("roll, tril, diagonal", in -> List.of(in.getFirst().roll(1, 0).tril(), in.getFirst().diagonal()),
            x(3, 3)),
        proof("convTranspose", in -> List.of(Convolutions.plain().stride(2).padding(1).groups(2)
            .convTranspose(in.get(0), in.get(1), 1)), x(1, 4, 3), x(4, 1, 3)));
  }

  @TestFactory
  Stream<DynamicTest> convolutions() {
    Axes one = axes(1, 1);
    Axes none = axes(0, 0);
    return Stream.of(
        proof("conv", new Conv(one, one, one, none, none, false), x(2, 1, 2, 4, 3), x(1, 2, 2, 2, 2)),
        proof("conv, strided, padded, in groups", new Conv(axes(2, 1), one, one, axes(1, 2), axes(1, 0), false),
            x(1, 2, 1, 4, 3), x(2, 2, 1, 3, 2)),
        proof("conv, dilated, reversed, negative padding",
            new Conv(axes(2), axes(3), axes(2), axes(-1), axes(-2), true),
            x(2, 1, 2, 5), x(1, 1, 2, 3)),
        proof("conv, dilated, cut", new Conv(axes(3), axes(1), axes(2), axes(3), axes(-1), false), x(1, 2, 1, 6),
            x(2, 1, 1, 2)));
  }
}
