package ansatz.backend.jvm;

import ansatz.tensor.DType;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Transforms;
import ansatz.tensor.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Training steps of small networks, forward, backward and Adam, as programs of (state, batch) -> (state, loss). */
final class Workloads {
  private Workloads() {}

  /** A program with its first inputs; the first {@code state} outputs replace as many inputs. */
  record Workload(Program program, List<Values> inputs, int state) {}

  /** W1: 2-64-64-1, tanh, mean squared error. */
  static Workload w1(int batch) {
    return network(new int[] {2, 64, 64, 1}, Tensor::tanh, batch, TensorType.of(DType.F32, batch, 1),
        (y, t) -> y.sub(t).square().mean());
  }

  static Workload network(int[] widths, UnaryOperator<Tensor> activation, int batch, TensorType target,
      BinaryOperator<Tensor> loss) {
    List<TensorType> types = new ArrayList<>();
    for (int layer = 0; layer + 1 < widths.length; layer++) {
      types.add(TensorType.of(DType.F32, widths[layer], widths[layer + 1]));
      types.add(TensorType.of(DType.F32, widths[layer + 1]));
    }
    return training(types, TensorType.of(DType.F32, batch, widths[0]), target, (p, x) -> dense(p, x, activation), loss);
  }

  /** Layers of weights and biases; an activation between them. */
  private static Tensor dense(List<Tensor> p, Tensor x, UnaryOperator<Tensor> activation) {
    Tensor h = x;
    for (int i = 0; i < p.size(); i += 2) {
      h = h.matmul(p.get(i)).add(p.get(i + 1));
      h = i + 2 < p.size() ? activation.apply(h) : h;
    }
    return h;
  }

  /** A step of Adam on the loss of a model: (parameters, x) to predictions. */
  static Workload training(List<TensorType> types, TensorType x, TensorType target,
      BiFunction<List<Tensor>, Tensor, Tensor> model, BinaryOperator<Tensor> loss) {
    int parameters = types.size();
    List<TensorType> inputs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      inputs.addAll(types);
    }
    inputs.add(TensorType.of(DType.F32));
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
    Tensor t = in.get(3 * parameters).add(1);
    Tensor first = Tensor.scalar(DType.F32, 0.9).pow(t).rsub(1);
    Tensor second = Tensor.scalar(DType.F32, 0.999).pow(t).rsub(1);
    List<Tensor> weights = new ArrayList<>();
    List<Tensor> means = new ArrayList<>();
    List<Tensor> squares = new ArrayList<>();
    for (int i = 0; i < parameters; i++) {
      Tensor g = lossAndGradients.get(i + 1);
      Tensor m = in.get(parameters + i).mul(0.9).add(g.mul(0.1));
      Tensor v = in.get(2 * parameters + i).mul(0.999).add(g.square().mul(0.001));
      Tensor step = m.div(first).mul(1e-3).div(v.div(second).sqrt().add(1e-8));
      weights.add(in.get(i).sub(step));
      means.add(m);
      squares.add(v);
    }
    List<Tensor> out = new ArrayList<>(weights);
    out.addAll(means);
    out.addAll(squares);
    out.add(t);
    out.add(lossAndGradients.getFirst());
    return out;
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
