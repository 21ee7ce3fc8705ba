package ansatz.backend.jvm;

import ansatz.tensor.Activations;
import ansatz.tensor.Control;
import ansatz.tensor.Convolutions;
import ansatz.tensor.DType;
import ansatz.tensor.Losses;
import ansatz.tensor.Pooling;
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

  /** W2: 784-512-256-10, ReLU, softmax cross-entropy. */
  static Workload w2(int batch) {
    return network(new int[] {784, 512, 256, 10}, Activations::relu, batch, TensorType.of(DType.I32, batch),
        (z, labels) -> Losses.crossEntropy(z, labels).mean());
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

  /** W3: conv 6@5x5 padded 2, mean pool, conv 16@5x5, mean pool, 120-84-10, ReLU, on 1x28x28. */
  static Workload w3(int batch) {
    return training(f32(new int[][] {{6, 1, 5, 5}, {6}, {16, 6, 5, 5}, {16}, {400, 120}, {120}, {120, 84}, {84},
      {84, 10}, {10}}), TensorType.of(DType.F32, batch, 1, 28, 28), TensorType.of(DType.I32, batch), (p, x) -> {
        Tensor h = Pooling.mean(convolution(p, 0, x, 2), Pooling.square(2, 2, 0));
        h = Pooling.mean(convolution(p, 2, h, 0), Pooling.square(2, 2, 0));
        return dense(p.subList(4, 10), h.reshape(batch, -1), Activations::relu);
      }, (z, labels) -> Losses.crossEntropy(z, labels).mean());
  }

  /** W4: conv 32, conv 32, max pool, conv 64, conv 64, max pool, 128-10, 3x3 padded 1, ReLU, on 3x32x32. */
  static Workload w4(int batch) {
    return training(f32(new int[][] {{32, 3, 3, 3}, {32}, {32, 32, 3, 3}, {32}, {64, 32, 3, 3}, {64}, {64, 64, 3, 3},
      {64}, {4096, 128}, {128}, {128, 10}, {10}}), TensorType.of(DType.F32, batch, 3, 32, 32),
        TensorType.of(DType.I32, batch), (p, x) -> {
          Tensor h = Pooling.max(convolution(p, 2, convolution(p, 0, x, 1), 1), Pooling.square(2, 2, 0));
          h = Pooling.max(convolution(p, 6, convolution(p, 4, h, 1), 1), Pooling.square(2, 2, 0));
          return dense(p.subList(8, 12), h.reshape(batch, -1), Activations::relu);
        }, (z, labels) -> Losses.crossEntropy(z, labels).mean());
  }

  private static Tensor convolution(List<Tensor> p, int layer, Tensor x, int padding) {
    Tensor bias = p.get(layer + 1);
    return Activations.relu(Convolutions.plain().padding(padding).conv(x, p.get(layer))
        .add(bias.reshape(Math.toIntExact(bias.type().size()), 1, 1)));
  }

  /** W6: LSTM 32-128 over 64 steps, the last hidden state to 10 classes. */
  static Workload w6(int batch) {
    int width = 128;
    return training(f32(new int[][] {{32, 4 * width}, {width, 4 * width}, {4 * width}, {width, 10}, {10}}),
        TensorType.of(DType.F32, 64, batch, 32), TensorType.of(DType.I32, batch), (p, x) -> {
          Tensor zero = Tensor.zeros(DType.F32, batch, width);
          Tensor h = Control.scan((carry, slices) -> {
            Tensor gates = slices.getFirst().matmul(p.get(0)).add(carry.getFirst().matmul(p.get(1))).add(p.get(2));
            Tensor c = Activations.sigmoid(gates.slice(":, 128:256")).mul(carry.get(1))
                .add(Activations.sigmoid(gates.slice(":, :128")).mul(gates.slice(":, 256:384").tanh()));
            return new Control.Scanned(List.of(Activations.sigmoid(gates.slice(":, 384:")).mul(c.tanh()), c),
                List.of());
          }, List.of(zero, zero), List.of(x)).carry().getFirst();
          return h.matmul(p.get(3)).add(p.get(4));
        }, (z, labels) -> Losses.crossEntropy(z, labels).mean());
  }

  private static List<TensorType> f32(int[][] shapes) {
    return Arrays.stream(shapes).map(shape -> TensorType.of(DType.F32, shape)).toList();
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
