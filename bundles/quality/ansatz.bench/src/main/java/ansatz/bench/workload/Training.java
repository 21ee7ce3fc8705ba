package ansatz.bench.workload;

import ansatz.bench.Workload;
import ansatz.tensor.DType;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Transforms;
import ansatz.tensor.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;

/** A step of Adam on the loss of a model, at the rate 1e-3. */
final class Training {
  /** Smaller moments are zero: denormal numbers are slow. */
  private static final double TINY = 1e-30;

  private Training() {}

  static List<TensorType> types(DType type, int[][] shapes) {
    return Arrays.stream(shapes).map(shape -> TensorType.of(type, shape)).toList();
  }

  /**
   * The step of a model: inputs (parameters, first moments, second moments, step, x, target), outputs the same without
   * x and target, and the loss.
   */
  static Workload of(List<TensorType> types, TensorType x, TensorType target,
      BiFunction<List<Tensor>, Tensor, Tensor> model, BinaryOperator<Tensor> loss) {
    int parameters = types.size();
    List<TensorType> inputs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      inputs.addAll(types);
    }
    inputs.add(TensorType.of(x.dtype()));
    inputs.add(x);
    inputs.add(target);
    Program program = Program.trace(in -> step(in, parameters, model, loss), inputs);
    return new Workload(program, values(inputs, parameters, target), 3 * parameters + 1);
  }

  private static List<Tensor> step(List<Tensor> in, int parameters, BiFunction<List<Tensor>, Tensor, Tensor> model,
      BinaryOperator<Tensor> loss) {
    Tensor x = in.get(3 * parameters + 1);
    Tensor target = in.get(3 * parameters + 2);
    List<Tensor> lossAndGradients = Transforms.valueAndGrad(p -> List.of(loss.apply(model.apply(p, x), target)))
        .apply(in.subList(0, parameters));
    List<Tensor> out = adam(in.subList(0, 3 * parameters + 1), lossAndGradients.subList(1, parameters + 1));
    out.add(lossAndGradients.getFirst());
    return out;
  }

  /** Adam: state (parameters, first moments, second moments, step) and gradients to state. */
  static List<Tensor> adam(List<Tensor> state, List<Tensor> gradients) {
    int parameters = gradients.size();
    Tensor t = state.get(3 * parameters).add(1);
    Tensor first = Tensor.scalar(t.dtype(), 0.9).pow(t).rsub(1);
    Tensor second = Tensor.scalar(t.dtype(), 0.999).pow(t).rsub(1);
    List<Tensor> weights = new ArrayList<>();
    List<Tensor> means = new ArrayList<>();
    List<Tensor> squares = new ArrayList<>();
    for (int i = 0; i < parameters; i++) {
      Tensor g = gradients.get(i);
      Tensor m = flushed(state.get(parameters + i).mul(0.9).add(g.mul(0.1)));
      Tensor v = flushed(state.get(2 * parameters + i).mul(0.999).add(g.square().mul(0.001)));
      weights.add(state.get(i).sub(m.div(first).mul(1e-3).div(v.div(second).sqrt().add(1e-8))));
      means.add(m);
      squares.add(v);
    }
    List<Tensor> out = new ArrayList<>(weights);
    out.addAll(means);
    out.addAll(squares);
    out.add(t);
    return out;
  }

  private static Tensor flushed(Tensor moment) {
    return moment.abs().lt(TINY).select(Tensor.zeros(moment.dtype()), moment);
  }

  private static List<Values> values(List<TensorType> types, int parameters, TensorType target) {
    Random random = new Random(7);
    List<Values> values = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Values v = Values.zeros(types.get(i));
      boolean weight = i < parameters && types.get(i).rank() >= 2;
      if (weight || i == types.size() - 2) {
        double scale = weight ? Math.sqrt((types.get(i).rank() == 2 ? 1.0 : 2.0) / fanIn(types.get(i))) : 1;
        for (int k = 0; k < v.size(); k++) {
          v.set(k, scale * random.nextGaussian());
        }
      } else if (i == types.size() - 1) {
        for (int row = 0; row < v.size(); row++) {
          v.set(row, target.dtype() == DType.I32 ? random.nextInt(10) : random.nextGaussian());
        }
      }
      values.add(v);
    }
    return values;
  }

  /** What a weight sums over: the rows of a matrix, all but the first axis of a kernel. */
  private static long fanIn(TensorType type) {
    return type.rank() == 2 ? type.shape().extent(0) : type.size() / type.shape().extent(0);
  }
}
