package ansatz.testkit;

import static ansatz.testkit.PrimitiveCases.SUM;
import static ansatz.testkit.PrimitiveCases.of;
import static ansatz.testkit.PrimitiveCases.separated;

import ansatz.tensor.Complex;
import ansatz.tensor.Convolutions;
import ansatz.tensor.DType;
import ansatz.tensor.Linalg;
import ansatz.tensor.Pooling;
import ansatz.tensor.Segments;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Window;
import java.util.List;
import java.util.stream.Stream;

/** Derived operations whose derivatives rest on more than their formula: on ties, zeros, orders, indices and systems. */
final class DerivedCases {
  private DerivedCases() {}

  static List<PrimitiveCase> all() {
    return Stream.of(reductions(), elementsInOtherPlaces(), windows(), systems()).flatMap(List::stream).toList();
  }

  private static List<PrimitiveCase> reductions() {
    return List.of(
        of("max over axes", "x[2,m,2]", "fi", 0, in -> List.of(in.getFirst().max(0, 2))),
        of("min over all", "x[2,m]", "fi", 0, in -> List.of(in.getFirst().min())),
        of("prod with zeros", "x[5,2]", "f", SUM, in -> List.of(
            in.getFirst().mul(Tensor.of(new double[] {0, 1, 2, 3, 1, 1, -1, 0, 1, 2}, 5, 2).to(in.getFirst().dtype()))
                .prod(0))),
        of("norm", "x[2,m]", "f", SUM, in -> List.of(in.getFirst().norm(1))),
        of("std", "x[4,m]", "f", SUM, in -> List.of(in.getFirst().std(0))),
        of("logsumexp", "x[2,m]", "f", SUM, in -> List.of(in.getFirst().mul(3).logsumexp(1))),
        of("softmax", "x[m,2]", "f", SUM, in -> List.of(in.getFirst().mul(3).softmax(0))),
        of("logSoftmax", "x[2,m]", "f", SUM, in -> List.of(in.getFirst().logSoftmax(-1))));
  }

  private static List<PrimitiveCase> elementsInOtherPlaces() {
    Tensor segment = Tensor.of(new int[] {1, 0, 1, 3, 1});
    return List.of(
        of("sort", "x[5,m]", "fi", 0, in -> List.of(in.getFirst().sort(0))),
        of("topk", "x[m,4]", "fi", 0, in -> List.of(in.getFirst().topk(2).values())),
        of("take", "x[2,3,m]", "fib", 0,
            in -> List.of(in.getFirst().take(Tensor.of(new int[] {2, 0, 2, 1}, 2, 2), 1))),
        of("takeAlong", "x[3,2]", "fib", 0,
            in -> List.of(in.getFirst().takeAlong(Tensor.of(new int[] {1, 0, 2, 0}, 2, 2), 0))),
        of("index", "x[5,2,m]", "fib", 0, in -> List.of(in.getFirst().slice("::-2, ..., None, 0"))),
        of("roll, tril, diagonal", "x[m,m]", "fi", 0,
            in -> List.of(in.getFirst().roll(1, 0).tril(), in.getFirst().diagonal())),
        of("segment max and softmax", "x[5,m]", "f", SUM, in -> List.of(Segments.max(in.getFirst(), segment, 4),
            Segments.softmax(in.getFirst(), segment, 4))));
  }

  private static List<PrimitiveCase> windows() {
    Window window = Window.of(new int[] {2, 2}, new int[] {2, 1}, new int[] {1, 0}, new int[] {0, 1});
    return List.of(
        of("max-pool", "x[2,4,m]", "f", 0, in -> List.of(Pooling.max(in.getFirst(), window))),
        of("mean-pool", "x[1,4,m]", "f", SUM, in -> List.of(Pooling.meanInside(in.getFirst(), window))),
        of("convTranspose", "x[1,4,m] x[4,1,3]", "f", SUM, in -> List.of(
            Convolutions.plain().stride(2).padding(1).groups(2).convTranspose(in.get(0), in.get(1), 1))));
  }

  private static List<PrimitiveCase> systems() {
    return List.of(
        of("solve", "x[3,3] x[3,m]", "f", 256, in -> List.of(Linalg.solve(separated(in.get(0)), in.get(1)))),
        of("logdet and det", "x[3,3]", "f", 256, in -> List.of(Linalg.logdet(separated(in.getFirst())).logAbs(),
            Linalg.det(separated(in.getFirst())))),
        of("lstsq", "x[4,2] x[4,m]", "f", 256, in -> List.of(Linalg.lstsq(separated(in.get(0)), in.get(1)))),
        of("pinv", "x[4,2]", "f", 256, in -> List.of(Linalg.pinv(separated(in.getFirst()), 1e-6))),
        of("fft of a product", "x[m] x[m]", "f", SUM, in -> {
          Complex spectrum = new Complex(in.get(0), in.get(1)).fft();
          return List.of(spectrum.mul(spectrum).ifft().re());
        }),
        of("einsum with a diagonal", "x[3,3] x[3,m]", "f", SUM,
            in -> List.of(in.get(0).einsum("ii,ij->j", in.get(1)), Tensor.eye(DType.F64, 3).to(in.get(0).dtype())
                .einsum("...j,jk->...k", in.get(1)))));
  }
}
