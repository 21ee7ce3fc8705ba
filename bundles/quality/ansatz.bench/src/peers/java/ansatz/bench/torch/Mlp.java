package ansatz.bench.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** W1 and W2: linear layers with an activation between them. */
final class Mlp implements TorchModel {
  private final Arrays arrays;
  private final List<Linear> layers;
  private final UnaryOperator<Tensor> activation;
  private final BinaryOperator<Tensor> loss;
  private final Tensor x;
  private final Tensor target;

  private Mlp(Arrays arrays, UnaryOperator<Tensor> activation, BinaryOperator<Tensor> loss) {
    this.arrays = arrays;
    this.activation = activation;
    this.loss = loss;
    layers = Linear.all(arrays, 0);
    x = arrays.batch(0);
    target = arrays.batch(1);
  }

  static Mlp tanh(Arrays arrays) {
    return new Mlp(arrays, torch::tanh, torch::mse_loss);
  }

  static Mlp relu(Arrays arrays) {
    return new Mlp(arrays, torch::relu, torch::cross_entropy_loss);
  }

  @Override
  public TensorVector parameters() {
    return arrays.parameters();
  }

  @Override
  public Tensor loss() {
    return loss.apply(Linear.apply(layers, x, activation), target);
  }

  /** Weights and biases of a layer. */
  record Linear(Tensor weight, TensorOptional bias) {
    /** The layers of which the parameters from one on consist. */
    static List<Linear> all(Arrays arrays, int from) {
      return all(arrays, from, arrays.parameterCount());
    }

    static List<Linear> all(Arrays arrays, int from, int to) {
      List<Linear> layers = new ArrayList<>();
      for (int i = from; i < to; i += 2) {
        layers.add(of(arrays, i));
      }
      return layers;
    }

    static Linear of(Arrays arrays, int weight) {
      return new Linear(arrays.linearWeight(weight), new TensorOptional(arrays.parameter(weight + 1)));
    }

    Tensor apply(Tensor x) {
      return torch.linear(x, weight, bias);
    }

    static Tensor apply(List<Linear> layers, Tensor x, UnaryOperator<Tensor> activation) {
      Tensor h = x;
      for (int i = 0; i < layers.size(); i++) {
        h = layers.get(i).apply(h);
        h = i + 1 < layers.size() ? activation.apply(h) : h;
      }
      return h;
    }
  }
}
