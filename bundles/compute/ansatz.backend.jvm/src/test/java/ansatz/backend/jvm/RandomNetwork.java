package ansatz.backend.jvm;

import ansatz.tensor.Activations;
import ansatz.tensor.Control;
import ansatz.tensor.Convolutions;
import ansatz.tensor.DType;
import ansatz.tensor.Function;
import ansatz.tensor.Losses;
import ansatz.tensor.Norms;
import ansatz.tensor.Pooling;
import ansatz.tensor.Segments;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.primitive.Parameter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/**
 * A network that nobody would write, of layers that everybody writes: a seed's function of its inputs and weights, all of
 * them float64 but for indices. Layers take what an earlier one gave, and weights as they need them.
 */
final class RandomNetwork implements Function {
  private static final int MOST = 60_000;

  private final long seed;
  private final int batch;
  private final List<TensorType> types = new ArrayList<>();

  /** One pass through the layers, in which weights are asked for one after the other. */
  private final class Pass {
    private final Random random = new Random(seed);
    private final java.util.function.Function<TensorType, Tensor> given;
    private final List<Tensor> made = new ArrayList<>();

    Pass(java.util.function.Function<TensorType, Tensor> given) {
      this.given = given;
    }

    List<Tensor> outputs() {
      made.add(weight(batch, extent()));
      made.add(random.nextBoolean() ? weight(batch, one(2, 3), extent()) : weight(batch / 8, one(2, 3), 9, one(6, 8)));
      for (int layer = 0; layer < 7; layer++) {
        Tensor next = layer(made.get(Math.max(0, made.size() - 1 - random.nextInt(3))));
        if (next.type().size() > 0 && next.type().size() <= MOST) {
          made.add(next);
        }
      }
      return List.of(made.getLast(), made.get(random.nextInt(made.size())));
    }

    private Tensor weight(int... extents) {
      return given.apply(TensorType.of(DType.F64, extents));
    }

    private Tensor index(int below, int... extents) {
      return given.apply(TensorType.of(DType.I32, extents)).abs().rem(Tensor.scalar(DType.I32, below));
    }

    private int one(int... choices) {
      return choices[random.nextInt(choices.length)];
    }

    private int extent() {
      return one(1, 3, 8, 17, 33);
    }

    private Tensor layer(Tensor x) {
      return switch (random.nextInt(9)) {
        case 0, 1 -> elements(x);
        case 2, 8 -> x.rank() == 0 ? x.sin() : rows(x);
        case 3 -> x.rank() < 2 ? x.tanh() : dense(x);
        case 4 -> x.rank() == 4 ? images(x) : elements(x);
        case 5 -> x.rank() < 2 || x.shape().extent(1) > 40 ? elements(x) : recurrent(x);
        case 6 -> x.rank() == 0 ? x.exp() : places(x);
        default -> x.rank() == 0 ? x : x.transpose();
      };
    }

    private Tensor elements(Tensor x) {
      Tensor y = made.get(random.nextInt(made.size()));
      return switch (random.nextInt(7)) {
        case 0 -> Activations.gelu(x);
        case 1 -> Activations.softplus(x).mul(x);
        case 2 -> x.gt(0.2).select(x, x.mul(0.1));
        case 3 -> x.shape().equals(y.shape()) ? x.mul(y).tanh() : x.tanh();
        case 4 -> x.rank() == 0 ? x.sin() : x.add(weight(x.shape().extent(-1)));
        case 5 -> x.rank() < 2 ? x.sin() : x.mul(weight(x.shape().with(-1, 1).extents())).exp().add(1).log();
        default -> x.reshape(-1).slice("::2");
      };
    }

    private Tensor rows(Tensor x) {
      int axis = random.nextInt(x.rank());
      return switch (random.nextInt(7)) {
        case 0 -> x.softmax(axis);
        case 1 -> Norms.layer(x, 1, 1e-3);
        case 2 -> x.sub(x.max(axis).expand(axis)).mul(x);
        case 3 -> x.sub(x.logsumexp(axis).expand(axis));
        case 4 -> x.sum(axis).mul(0.1);
        case 5 -> x.rank() == 2 ? Losses.crossEntropy(x, index(x.shape().extent(1), x.shape().extent(0))) : x.mean(0);
        default -> x.variance(axis).expand(axis).mul(x);
      };
    }

    private Tensor dense(Tensor x) {
      int k = x.shape().extent(-1);
      if (k > 300) {
        return x.mean(-1);
      }
      return switch (random.nextInt(4)) {
        case 0, 1 -> x.matmul(weight(k, extent()).div(Math.sqrt(k))).tanh();
        case 2 -> x.matmul(weight(extent(), k).transpose()).div(k).add(0.1);
        default ->
          x.rank() == 2 ? x.einsum("bk,bk->b", x).div(k) : x.einsum("b...k,bk->b...", weight(x.shape().extent(0), k));
      };
    }

    private Tensor images(Tensor x) {
      int channels = x.shape().extent(1);
      if (channels > 12 || x.shape().extent(2) < 3 || x.shape().extent(3) < 3) {
        return x.sum(1).mul(0.3);
      }
      Convolutions conv = Convolutions.plain().stride(one(1, 2)).padding(one(0, 1)).groups(one(1, channels));
      return switch (random.nextInt(4)) {
        case 0 -> Pooling.max(x, Pooling.square(one(2, 3), one(1, 2), one(0, 1)));
        case 1 -> Pooling.mean(x, Pooling.square(2, one(1, 2), 0));
        default -> conv.conv(x, weight(2 * channels, channels / conv.groups(), one(1, 3), 3).mul(0.2));
      };
    }

    /** Along the second axis; the first is the batch. */
    private Tensor recurrent(Tensor x) {
      Tensor steps = x.moveAxis(1, 0);
      Tensor start = steps.at(0, 0);
      boolean reverse = random.nextBoolean();
      int length = steps.shape().extent(0);
      if (start.rank() == 2 && random.nextBoolean()) {
        int k = start.shape().extent(1);
        Tensor w = weight(k, 5).div(Math.sqrt(k));
        Tensor u = weight(5, 5).div(5);
        Control.Scanned scanned = Control.scan((h, in) -> {
          Tensor next = in.getFirst().matmul(w).add(h.getFirst().matmul(u)).tanh();
          return new Control.Scanned(List.of(next, Tensor.scalar(DType.F64, 3)), List.of(next, next.mean()));
        }, List.of(start.matmul(w).mul(0), Tensor.scalar(DType.F64, 1)), List.of(steps), length, reverse);
        return scanned.outputs().get(random.nextInt(2)).mul(scanned.carry().get(1));
      }
      Tensor scale = weight(1);
      return Control.scan((carry, in) -> {
        Tensor next = Control.cond(carry.get(2).gt(2), a -> List.of(a.getFirst().mul(0.3)),
            a -> List.of(a.getFirst().add(in.getFirst()).mul(scale).tanh()), List.of(carry.get(0))).getFirst();
        return new Control.Scanned(List.of(carry.get(1), next, carry.get(2).add(1)), List.of(carry.get(0)));
      }, List.of(start, start.neg(), Tensor.scalar(DType.I32, 0)), List.of(steps), length, reverse).outputs()
          .getFirst();
    }

    private Tensor places(Tensor x) {
      int n = x.shape().extent(0);
      return switch (random.nextInt(6)) {
        case 0 -> x.sort(random.nextInt(x.rank()));
        case 1 -> x.take(index(n, 4), 0);
        case 2 -> Segments.sum(x, index(3, n), 3).mul(0.2);
        case 3 -> x.cumsum(0).mul(0.1);
        case 4 -> Tensor.concat(0, x, x.neg().slice(0, 0, 1));
        default -> x.broadcast(x.shape().insert(0, 2)).reshape(shape(x));
      };
    }

    private Shape shape(Tensor x) {
      return x.shape().with(0, 2 * x.shape().extent(0));
    }
  }

  RandomNetwork(long seed, int batch) {
    this.seed = seed;
    this.batch = batch;
    new Pass(type -> {
      types.add(type);
      return Parameter.of(type);
    }).outputs();
  }

  /** What it takes. */
  List<TensorType> types() {
    return types;
  }

  @Override
  public List<Tensor> apply(List<Tensor> arguments) {
    Iterator<Tensor> next = arguments.iterator();
    return new Pass(_ -> next.next()).outputs();
  }

  /** A number that depends on all that it gives. */
  Tensor loss(List<Tensor> arguments) {
    return apply(arguments).stream().map(y -> y.mul(0.7).add(0.2).sin().mean()).reduce(Tensor::add).orElseThrow();
  }
}
