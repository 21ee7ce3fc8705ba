package ansatz.testkit;

import ansatz.tensor.Control;
import ansatz.tensor.DType;
import ansatz.tensor.Function;
import ansatz.tensor.Linalg;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.*;
import ansatz.testkit.Proofs.Modes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A line for each primitive: what every backend is tried with, and what derivatives to third order, transposes and batches
 * are proven of.
 */
final class PrimitiveCases {
  static final double SUM = 64;
  private static final Set<Unary> EXACT = EnumSet.of(Unary.NEG, Unary.ABS, Unary.SIGN, Unary.FLOOR, Unary.CEIL,
      Unary.ROUND, Unary.SQRT, Unary.NOT);
  private static final Set<Binary> ROUNDED = EnumSet.of(Binary.POW, Binary.ATAN2, Binary.IGAMMA);

  private PrimitiveCases() {}

  static List<PrimitiveCase> all() {
    return Stream.of(elementwise(), linear(), indexed(), integerValued(), systems(), factorisations(), control())
        .flatMap(List::stream).toList();
  }

  /** The functions of elements, of one operand or of equally shaped ones. */
  static List<PrimitiveCase> elementwise() {
    List<PrimitiveCase> all = new ArrayList<>();
    for (Unary f : Unary.values()) {
      String types = f == Unary.NOT ? "ib" : f.ordinal() < 3 ? "fi" : "f";
      all.add(of(f, "x[3,n]", types, EXACT.contains(f) ? 0 : f == Unary.LGAMMA ? SUM : 8));
    }
    for (Binary f : Binary.values()) {
      boolean bits = f.ordinal() >= Binary.AND.ordinal();
      boolean shifts = f.ordinal() >= Binary.SHIFT_LEFT.ordinal();
      all.add(of(f, "x[3,n] x[3,n]", shifts ? "i" : bits ? "ib" : ROUNDED.contains(f) ? "f" : "fi",
          ROUNDED.contains(f) ? 8 : 0).in(f == Binary.IGAMMA ? Modes.NONE : Modes.BOTH));
    }
    all.add(of("igamma of its second operand", "x[n]", "f", 8,
        in -> List.of(Binary.IGAMMA.of(Tensor.full(in.getFirst().type(), 1.5), in.getFirst()))));
    for (Compare f : Compare.values()) {
      all.add(of(f, "x[3,n] x[3,n]", "fib", 0));
    }
    for (DType to : DType.values()) {
      // Differences of what is rounded to float32 are too rough.
      all.add(of("convert to " + to, new Convert(to), "x[3,n]", "fib", 0)
          .in(to == DType.F32 ? Modes.NONE : Modes.BOTH));
    }
    all.add(of("bitcast and back", "x[3,n]", "fi", 0, in -> {
      Tensor x = in.getFirst();
      DType other = switch (x.dtype()) {
        case F32 -> DType.I32;
        case F64 -> DType.I64;
        case I32 -> DType.F32;
        default -> DType.F64;
      };
      Tensor cast = Node.apply(new Bitcast(other), x);
      return List.of(cast, Node.apply(new Bitcast(x.dtype()), cast));
    }).in(Modes.NONE));
    all.add(of("select", new Select(), "b[3,n] x[3,n] x[3,n]", "fib", 0));
    all.add(of("polygamma 0", new Polygamma(0), "x[n]", "f", 64));
    all.add(of("polygamma 2", new Polygamma(2), "x[n]", "f", 64));
    return all;
  }

  private static List<PrimitiveCase> linear() {
    int[] two = {2, 2};
    Window window = Window.of(new int[] {3, 2}, new int[] {2, 1}, new int[] {1, 0}, new int[] {1, 1});
    Window dilated = new Window(Axes.of(two), Axes.of(3, 2), Axes.of(2, 1), Axes.of(3, 2), Axes.of(-1, 2),
        Axes.of(3, 1));
    Axes one = Axes.of(1, 1);
    return List.of(
        of("reshape", "x[4,n]", "fib", 0, in -> List.of(in.getFirst().reshape(2, in.getFirst().shape().extent(1), 2))),
        of("transpose", "x[2,n,3]", "fib", 0, in -> List.of(in.getFirst().transpose(1, 2, 0))),
        of("broadcast", "x[n,1]", "fib", 0,
            in -> List.of(in.getFirst().broadcast(Shape.of(2, in.getFirst().shape().extent(0), 5)))),
        of("reduceSum, rows", new ReduceSum(Axes.of(1)), "x[5,n]", "fi", SUM),
        of("reduceSum, columns", new ReduceSum(Axes.of(0)), "x[n,5]", "fi", SUM),
        of("reduceSum, inner and outer", new ReduceSum(Axes.of(0, 2)), "x[n,3,2]", "fi", SUM),
        of("cumSum", new CumSum(1, false), "x[2,n,3]", "fi", SUM),
        of("cumSum, reverse", new CumSum(0, true), "x[n,3]", "fi", SUM),
        of("slice", "x[4,m]", "fib", 0, in -> List.of(in.getFirst().slice("1:, ::3"), in.getFirst().slice("0:0, :"))),
        of("pad", new Pad(Axes.of(2, 1), Axes.of(-1, 1), Axes.of(1, 0)), "x[3,n] x[]", "fib", 0),
        of("concat", new Concat(1), "x[2,n] x[2,3] x[2,0]", "fib", 0),
        of("reverse", new Reverse(Axes.of(0, 1)), "x[n,3]", "fib", 0),
        of("windowSum", new WindowSum(window), "x[2,n,5]", "fi", SUM),
        of("windowSum, dilated", new WindowSum(dilated), "x[n,6]", "fi", SUM),
        of("dot", new Dot(Axes.of(), Axes.of(), Axes.of(1), Axes.of(0)), "x[7,n] x[n,5]", "fi", SUM),
        of("dot, large results", new Dot(Axes.of(), Axes.of(), Axes.of(1), Axes.of(1)), "x[n,7] x[33,7]", "fi", SUM),
        of("dot, batches in the middle", new Dot(Axes.of(1), Axes.of(0), Axes.of(0), Axes.of(2)),
            "x[n,3,2] x[3,5,n]", "fi", SUM),
        of("dot, vectors", new Dot(Axes.of(), Axes.of(), Axes.of(0), Axes.of(0)), "x[n] x[n]", "fi", SUM),
        of("conv", new Conv(one, one, one, one, one, false), "x[2,1,3,n,5] x[1,2,3,3,3]", "f", SUM),
        of("conv, strided, grouped", new Conv(Axes.of(2, 1), one, one, Axes.of(1, 2), Axes.of(1, 0), false),
            "x[1,2,3,n,3] x[2,4,3,3,2]", "f", SUM),
        of("conv, dilated, reversed, cut", new Conv(Axes.of(2), Axes.of(3), Axes.of(2), Axes.of(-1), Axes.of(-1), true),
            "x[2,1,2,m] x[1,3,2,2]", "f", SUM));
  }

  private static List<PrimitiveCase> indexed() {
    return List.of(
        of("gather", new Gather(0), "x[7,3] i[n]", "fib", 0),
        of("gather in batches", new Gather(1), "x[2,n,3] i[2,5]", "fib", 0),
        of("scatterAdd", new ScatterAdd(0, 7), "x[n,3] i[n]", "fi", SUM),
        of("scatterAdd in batches", new ScatterAdd(1, 5), "x[2,n] i[2,n]", "fi", SUM),
        of("dynamicSlice", new DynamicSlice(Axes.of(2, 1)), "x[3,m] i[2]", "fib", 0),
        of("dynamicUpdateSlice", new DynamicUpdateSlice(), "x[3,m] x[2,1] i[2]", "fib", 0));
  }

  private static List<PrimitiveCase> integerValued() {
    Window window = Window.of(new int[] {3, 2}, new int[] {2, 1}, new int[] {1, 0}, new int[] {1, 1});
    return List.of(
        of("argmax", "x[3,m]", "fib", 0, in -> List.of(in.getFirst().argmax(1), in.getFirst().argmax(0))),
        of("max and min", "x[3,m]", "fi", 0, in -> List.of(in.getFirst().max(1), in.getFirst().min(0))),
        of("windowArgmax", new WindowArgmax(window), "x[2,n,5]", "fi", 0),
        of("segmentArgmax", new SegmentArgmax(0, 4), "x[n,3] i[n]", "fi", 0),
        of("argsort", new Argsort(1, false), "x[3,n]", "fib", 0),
        of("argsort, descending", new Argsort(0, true), "x[n,3]", "fib", 0),
        of("topkIndex", new TopkIndex(3), "x[n,5]", "fib", 0),
        of("philox", "i[3,2] i[3,2]", "i", 0, in -> Node.of(new Philox(Shape.of(13)), in).results()),
        of("iota", "x[n]", "fi", 0, in -> {
          Tensor x = in.getFirst();
          return List.of(x.add(Tensor.arange(x.dtype(), x.shape().extent(0))), Tensor.arange(x.dtype(), 5));
        }));
  }

  private static List<PrimitiveCase> systems() {
    Tensor pointers = Tensor.of(new int[] {0, 2, 2, 5});
    Tensor columns = Tensor.of(new int[] {0, 3, 1, 2, 3});
    return List.of(
        of("fft", new Fft(false), "x[3,m] x[3,m]", "f", SUM),
        of("fft, inverse", new Fft(true), "x[2,m] x[2,m]", "f", SUM),
        of("triangularSolve", "x[2,5,5] x[2,5,n]", "f", 256,
            in -> List.of(new TriangularSolve(true, false, false).of(regular(in.get(0)), in.get(1)),
                new TriangularSolve(false, true, true).of(regular(in.get(0)), in.get(1)))),
        of("spmm", "x[5] x[4,n]", "f", SUM, in -> List.of(new Spmm(false, 4).of(in.get(0), pointers, columns,
            in.get(1)))),
        of("spmm, transposed", "x[5] x[3,n]", "f", SUM, in -> List.of(new Spmm(true, 4).of(in.get(0), pointers,
            columns, in.get(1)))),
        of("sddmm", "x[3,n] x[4,n]", "f", SUM, in -> List.of(Sddmm.of(in.get(0), in.get(1), pointers, columns))));
  }

  static Tensor regular(Tensor a) {
    return a.add(Tensor.eye(a.dtype(), a.shape().extent(-1)).mul(4));
  }

  /** Matrices with well separated eigenvalues and singular values. */
  static Tensor separated(Tensor a) {
    Tensor diagonal = Tensor.eye(a.dtype(), 4).mul(Tensor.of(new double[] {1, 2.2, -3.1, 4.3}).to(a.dtype()));
    return a.mul(0.3).add(diagonal.slice(":" + a.shape().extent(-2) + ", :" + a.shape().extent(-1)));
  }

  private static Tensor definite(Tensor a) {
    return separated(a).matmul(separated(a).moveAxis(-1, -2));
  }

  private static List<Tensor> qr(Tensor a) {
    Linalg.QrFactors factors = Linalg.qr(separated(a));
    return List.of(factors.q(), factors.r());
  }

  private static List<Tensor> svd(Tensor a) {
    Linalg.SvdFactors factors = Linalg.svd(separated(a));
    return List.of(factors.u(), factors.s(), factors.v());
  }

  /** The factorisations, which a provider of linear algebra computes. */
  private static List<PrimitiveCase> factorisations() {
    return List.of(
        of("cholesky", "x[2,4,4]", "f", SUM, in -> List.of(Linalg.cholesky(definite(in.getFirst())))),
        of("qr, tall", "x[4,3]", "f", SUM, in -> qr(in.getFirst())),
        of("qr, wide", "x[2,4]", "f", SUM, in -> qr(in.getFirst())),
        of("lu", "x[2,3,3]", "f", SUM, in -> List.of(Linalg.lu(separated(in.getFirst())).lu())),
        of("eigh", "x[2,3,3]", "f", SUM, in -> {
          Linalg.EigenPairs pairs = Linalg.eigh(separated(in.getFirst()));
          return List.of(pairs.values(), pairs.vectors());
        }),
        of("svd, tall", "x[2,4,3]", "f", SUM, in -> svd(in.getFirst())),
        of("svd, wide", "x[2,4]", "f", SUM, in -> svd(in.getFirst())),
        of("eig", "x[3,3]", "f", SUM, in -> List.of(Linalg.eig(in.getFirst()).values().re())).in(Modes.NONE));
  }

  private static List<PrimitiveCase> control() {
    return List.of(
        of("constant", "x[n]", "fib", 0, in -> List.of(in.getFirst(), Tensor.of(new double[] {1, -0.0, Double.NaN})))
            .in(Modes.NONE),
        of("alias, barrier", "x[n] x[3]", "fib", 0, in -> {
          List<Tensor> together = Control.barrier(in);
          return List.of(Alias.of(together.get(0)), together.get(1));
        }),
        of("stopGradient", "x[n]", "fib", 0, in -> List.of(Control.stopGradient(in.getFirst()))).in(Modes.NONE),
        of("cond", "x[n] x[n]", "fi", 0, in -> {
          Function sum = pair -> List.of(pair.get(0).add(pair.get(1)));
          Function difference = pair -> List.of(pair.get(0).sub(pair.get(1)));
          Tensor yes = Tensor.scalar(DType.BOOL, 1);
          return List.of(Control.cond(yes, sum, difference, in).getFirst(),
              Control.cond(in.getFirst().sum().ne(in.getFirst().sum()), sum, difference, in).getFirst());
        }),
        of("while", "x[n]", "f", 0, in -> Control.whileLoop(
            carry -> List.of(carry.get(0).mul(0.5).add(in.getFirst()), carry.get(1).add(1)),
            carry -> carry.get(1).lt(5), List.of(in.getFirst(), Tensor.scalar(DType.I32, 0)))).in(Modes.FORWARD),
        of("scan", "x[4,3] x[n,4]", "f", SUM, in -> {
          Control.Scanned all = Control.scan((carry, slices) -> {
            Tensor next = carry.getFirst().add(slices.getFirst().matmul(in.get(0))).tanh();
            return new Control.Scanned(List.of(next), List.of(next.mul(2)));
          }, List.of(Tensor.zeros(in.get(0).dtype(), 3)), List.of(in.get(1)));
          return Stream.of(all.carry(), all.outputs()).flatMap(List::stream).toList();
        }),
        of("scan, reverse, without sequences", "x[n]", "f", 0, in -> {
          Control.Scanned all = Control.scan((carry, _) -> new Control.Scanned(
              List.of(carry.getFirst().mul(0.5).add(1)), carry), in, List.of(), 5, true);
          return Stream.of(all.carry(), all.outputs()).flatMap(List::stream).toList();
        }),
        of("checkpoint", "x[n] x[n]", "f", 0,
            in -> Control.checkpoint(pair -> List.of(pair.get(0).mul(pair.get(1)).add(1))).apply(in)),
        of("customVjp", "x[n]", "f", 0,
            in -> Control.customVjp(x -> List.of(x.getFirst().square()),
                (x, y, ct) -> List.of(x.getFirst().mul(2).mul(ct.getFirst()))).apply(in))
            .in(Modes.REVERSE),
        of("hostCallback", "x[n]", "fib", 0,
            in -> Control.hostCallback("same", List.of(in.getFirst().type()), in.getFirst())).in(Modes.NONE));
  }

  private static <P extends Enum<P> & Primitive> PrimitiveCase of(P primitive, String operands, String types,
      double rounding) {
    return of(primitive.symbol(), primitive, operands, types, rounding);
  }

  private static PrimitiveCase of(String name, Primitive primitive, String operands, String types, double rounding) {
    return of(name, operands, types, rounding, in -> Node.of(primitive, in).results());
  }

  static PrimitiveCase of(String name, String operands, String types, double rounding, Function function) {
    return new PrimitiveCase(name, operands, types, rounding, function);
  }
}
