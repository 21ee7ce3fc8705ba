package ansatz.tensor.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import ansatz.tensor.AssociativeScan;
import ansatz.tensor.DType;
import ansatz.tensor.Linalg;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.CumSum;

/** Reductions, scans and products. */
final class OnnxReductions {
  private OnnxReductions() {}

  private interface Reduction {
    Tensor apply(Tensor x, int... axes);
  }

  static void addTo(Map<String, OnnxOperators.Operator> all) {
    reduction(all, "ReduceSum", Tensor::sum);
    reduction(all, "ReduceMean", Tensor::mean);
    reduction(all, "ReduceMax", Tensor::max);
    reduction(all, "ReduceMin", Tensor::min);
    reduction(all, "ReduceProd", Tensor::prod);
    reduction(all, "ReduceL1", (x, axes) -> x.abs().sum(axes));
    reduction(all, "ReduceL2", Tensor::norm);
    reduction(all, "ReduceSumSquare", (x, axes) -> x.square().sum(axes));
    reduction(all, "ReduceLogSum", (x, axes) -> x.sum(axes).log());
    reduction(all, "ReduceLogSumExp", Tensor::logsumexp);
    all.put("ArgMax", n -> List.of(argmax(n, n.x())));
    all.put("ArgMin", n -> List.of(argmax(n, n.x().neg())));
    all.put("CumSum", n -> {
      Tensor sums = CumSum.of(n.x(), n.numbers(1)[0], n.flag("reverse", false));
      return List.of(n.flag("exclusive", false) ? sums.sub(n.x()) : sums);
    });
    all.put("CumProd", n -> List.of(cumprod(n)));
    all.put("MatMul", n -> List.of(n.x().matmul(n.in(1))));
    all.put("Gemm", n -> List.of(gemm(n)));
    all.put("Einsum", n -> List.of(n.x().einsum(n.text("equation", ""),
        n.inputs().stream().skip(1).toArray(Tensor[]::new))));
    all.put("Det", n -> List.of(Linalg.det(n.x())));
  }

  private static void reduction(Map<String, OnnxOperators.Operator> all, String name, Reduction f) {
    all.put(name, n -> {
      int[] given = n.numbers(1, "axes");
      boolean none = given == null || given.length == 0;
      if (none && n.flag("noop_with_empty_axes", false)) {
        return List.of(n.x());
      }
      int[] axes = none ? IntStream.range(0, n.x().rank()).toArray() : n.x().shape().axes(given);
      Shape kept = n.x().shape();
      for (int axis : axes) {
        kept = kept.with(axis, 1);
      }
      Tensor y = f.apply(n.x(), axes);
      return List.of(n.flag("keepdims", true) ? y.reshape(kept) : y);
    });
  }

  private static Tensor argmax(OnnxNode n, Tensor x) {
    int axis = x.shape().axis(n.integer("axis", 0));
    Tensor index = n.flag("select_last_index", false)
        ? x.flip(axis).argmax(axis).neg().add(x.shape().extent(axis) - 1)
        : x.argmax(axis);
    return (n.flag("keepdims", true) ? index.expand(axis) : index).to(DType.I64);
  }

  private static Tensor cumprod(OnnxNode n) {
    int axis = n.x().shape().axis(n.numbers(1)[0]);
    boolean reverse = n.flag("reverse", false);
    Tensor x = n.x().moveAxis(axis, 0);
    Tensor forward = reverse ? x.flip(0) : x;
    if (n.flag("exclusive", false)) {
      int[] before = new int[x.rank()];
      before[0] = 1;
      int[] after = Arrays.stream(before).map(i -> -i).toArray();
      forward = forward.pad(before, after, 1);
    }
    Tensor products = AssociativeScan.of(Tensor::mul, forward);
    return (reverse ? products.flip(0) : products).moveAxis(0, axis);
  }

  private static Tensor gemm(OnnxNode n) {
    Tensor a = n.flag("transA", false) ? n.x().transpose() : n.x();
    Tensor b = n.flag("transB", false) ? n.in(1).transpose() : n.in(1);
    Tensor y = a.matmul(b).mul(n.real("alpha", 1));
    return n.has(2) ? y.add(n.in(2).mul(n.real("beta", 1))) : y;
  }
}
