package ansatz.backend.jvm;

import ansatz.tensor.Activations;
import ansatz.tensor.Complex;
import ansatz.tensor.Control;
import ansatz.tensor.Convolutions;
import ansatz.tensor.Csr;
import ansatz.tensor.DType;
import ansatz.tensor.Function;
import ansatz.tensor.Key;
import ansatz.tensor.Linalg;
import ansatz.tensor.Losses;
import ansatz.tensor.Pooling;
import ansatz.tensor.Program;
import ansatz.tensor.Sample;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Transforms;
import ansatz.tensor.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Steps of small networks and what is done by routines, each of as much work as is cut into tasks. */
final class BitsPrograms {
  /** A program with its inputs. */
  record Case(Program program, List<Values> inputs) {
    static Case of(Function f, TensorType... types) {
      Random random = new Random(11);
      return new Case(Program.trace(f, types), List.of(types).stream().map(type -> {
        Values values = Values.zeros(type);
        for (int i = 0; i < values.size(); i++) {
          values.set(i, type.dtype().isFloat() ? 0.2 * random.nextGaussian() : random.nextInt(40));
        }
        return values;
      }).toList());
    }

    static Case of(DenseNetwork network) {
      return new Case(network.program(), network.inputs());
    }
  }

  private BitsPrograms() {}

  static Map<String, Case> all() {
    Map<String, Case> all = new LinkedHashMap<>();
    all.put("tanh network", Case.of(DenseNetwork.of(new int[] {2, 64, 64, 1}, Tensor::tanh, 64, f32(64, 1),
        (y, t) -> y.sub(t).square().mean())));
    all.put("classifier", Case.of(DenseNetwork.of(new int[] {100, 80, 10}, Activations::relu, 65,
        TensorType.of(DType.I32, 65), (z, labels) -> Losses.crossEntropy(z, labels).mean())));
    all.put("convolutional", Case.of(BitsPrograms::convolutional, f32(8, 3, 3, 3), f32(12, 8, 3, 3), f32(192, 10),
        f32(16, 3, 12, 12)));
    all.put("recurrent", Case.of(BitsPrograms::recurrent, f32(10, 48), f32(24, 48), f32(5, 33, 10)));
    all.put("patches", Case.of(BitsPrograms::patches, f64(6, 3, 3, 3), f64(7, 3, 9, 9)));
    all.put("transforms", Case.of(in -> transforms(in.get(0), in.get(1)), f32(40, 48), f64(40, 37)));
    all.put("systems", Case.of(BitsPrograms::systems, f32(2, 20, 20), f32(2, 20, 150), f64(4, 8, 8), f64(4, 8, 100)));
    all.put("factors", Case.of(in -> factors(in.getFirst()), f32(24, 6, 6)));
    all.put("sparse", sparse());
    all.put("windows", Case.of(BitsPrograms::windows, f32(8, 4, 11, 11)));
    all.put("rows", Case.of(BitsPrograms::rows, f32(300, 33), TensorType.of(DType.I32, 700)));
    all.put("orders", Case.of(in -> List.of(in.get(0).sort(1), in.get(0).argsort(0), in.get(0).topk(3).values(),
        in.get(0).cumsum(1), in.get(0).argmax(0)), f32(60, 70)));
    all.put("random", Case.of(in -> List.of(Sample.normal(Key.of(3), DType.F32, 90, 50).add(in.get(0)),
        Sample.permutation(Key.of(4), 500)), f32(50)));
    return all;
  }

  private static TensorType f32(int... extents) {
    return TensorType.of(DType.F32, extents);
  }

  private static TensorType f64(int... extents) {
    return TensorType.of(DType.F64, extents);
  }

  private static List<Tensor> convolutional(List<Tensor> in) {
    return Transforms.valueAndGrad(p -> {
      Tensor h = Activations.relu(Convolutions.plain().padding(1).conv(in.get(3), p.get(0)));
      h = Pooling.max(h, Pooling.square(2, 2, 0));
      h = Convolutions.plain().conv(h, p.get(1));
      Tensor z = h.reshape(16, -1).matmul(p.get(2));
      return List.of(Losses.crossEntropy(z, Tensor.arange(DType.I32, 16).rem(Tensor.scalar(DType.I32, 10))).mean());
    }).apply(in.subList(0, 3));
  }

  private static List<Tensor> recurrent(List<Tensor> in) {
    return Transforms.valueAndGrad(p -> List.of(Control.scan((carry, slices) -> {
      Tensor gates = slices.getFirst().matmul(p.get(0)).add(carry.getFirst().matmul(p.get(1)));
      Tensor h = gates.slice(":, :24").tanh().mul(Activations.sigmoid(gates.slice(":, 24:")));
      return new Control.Scanned(List.of(h), List.of());
    }, List.of(Tensor.zeros(DType.F32, 33, 24)), List.of(in.get(2))).carry().getFirst().square().sum()))
        .apply(in.subList(0, 2));
  }

  /** Convolutions that no library does, with both gradients. */
  private static List<Tensor> patches(List<Tensor> in) {
    return Transforms.valueAndGrad(p -> List.of(Convolutions.plain().padding(1).stride(2).conv(p.get(1), p.get(0))
        .tanh().sum())).apply(in);
  }

  private static List<Tensor> transforms(Tensor x, Tensor y) {
    List<Tensor> all = new ArrayList<>();
    for (Tensor lines : List.of(x, y)) {
      Complex spectrum = Complex.of(lines).fft();
      all.addAll(List.of(spectrum.re(), spectrum.im(), spectrum.ifft().re()));
    }
    return all;
  }

  private static List<Tensor> systems(List<Tensor> in) {
    Tensor large = in.get(0).add(Tensor.eye(DType.F32, 20).mul(3));
    Tensor small = in.get(2).add(Tensor.eye(DType.F64, 8).mul(3));
    return List.of(Linalg.solveTriangular(large, in.get(1), true), Linalg.solveTriangular(large, in.get(1), false),
        Linalg.solveTriangular(small, in.get(3), true), Linalg.solveTriangular(small, in.get(3), false));
  }

  private static List<Tensor> factors(Tensor x) {
    Tensor a = x.matmul(x.transpose(0, 2, 1)).add(Tensor.eye(DType.F32, 6));
    return List.of(Linalg.cholesky(a), Linalg.qr(x).r(), Linalg.lu(x).lu(), Linalg.eigh(a).vectors(),
        Linalg.svd(x).s(), Linalg.eig(x).values().re(), Linalg.logdet(a).logAbs());
  }

  /** By rows and by columns, with a structure that is known while compiling and with one that is not. */
  private static Case sparse() {
    int n = 400;
    Random random = new Random(2);
    int[] rows = random.ints(6000, 0, n).toArray();
    int[] columns = random.ints(6000, 0, n).toArray();
    Csr known = Csr.of(n, n, rows, columns, random.doubles(6000).toArray(), DType.F32);
    List<Values> inputs = List.of(known.values().values(), known.rowPointers().values(), known.columns().values(),
        Sample.normal(Key.of(5), DType.F32, n, 21).values());
    return new Case(Program.trace(in -> {
      Csr given = new Csr(in.get(0), in.get(1), in.get(2), n);
      return List.of(known.matmul(in.get(3)), known.transposeMatmul(in.get(3)), given.matmul(in.get(3)),
          given.transposeMatmul(in.get(3)), given.sampled(in.get(3), in.get(3)).values());
    }, inputs.stream().map(Values::type).toArray(TensorType[]::new)), inputs);
  }

  /** Windows that overlap. */
  private static List<Tensor> windows(List<Tensor> in) {
    return Transforms.valueAndGrad(x -> List.of(
        Pooling.max(x.getFirst(), Pooling.square(3, 2, 1)).square().sum()
            .add(Pooling.mean(x.getFirst(), Pooling.square(3, 1, 1)).tanh().sum())))
        .apply(in);
  }

  /** Rows by their numbers, and back. */
  private static List<Tensor> rows(List<Tensor> in) {
    return Transforms.valueAndGrad(x -> List.of(x.getFirst().take(in.get(1), 0).tanh().square().sum()), 0)
        .apply(in.subList(0, 1));
  }
}
