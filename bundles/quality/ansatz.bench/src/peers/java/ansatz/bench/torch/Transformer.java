package ansatz.bench.torch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** W5, with libtorch's own causal attention. */
final class Transformer implements TorchModel {
  private static final double EPSILON = 1e-5;

  private final Arrays arrays;
  private final ansatz.bench.workload.Transformer size;
  private final Tensor embedding;
  private final Tensor positions;
  private final List<Layer> layers = new ArrayList<>();
  private final Norm last;
  private final Tensor head;
  private final Tensor tokens;
  private final Tensor next;

  Transformer(Arrays arrays, ansatz.bench.workload.Transformer size) {
    this.arrays = arrays;
    this.size = size;
    embedding = arrays.parameter(0);
    positions = arrays.parameter(1);
    int p = 2;
    for (int i = 0; i < size.layers(); i++) {
      layers.add(new Layer(arrays, p));
      p += Layer.PARAMETERS;
    }
    last = new Norm(arrays, p);
    head = arrays.linearWeight(p + 2);
    tokens = arrays.batch(0);
    next = arrays.batch(1).reshape(-1);
  }

  @Override
  public TensorVector parameters() {
    return arrays.parameters();
  }

  @Override
  public Tensor loss() {
    Tensor x = torch.embedding(embedding, tokens).add(positions);
    for (Layer layer : layers) {
      x = x.add(attention(layer, layer.before.apply(x)));
      x = x.add(layer.contract.apply(torch.gelu(layer.expand.apply(layer.between.apply(x)))));
    }
    Tensor logits = torch.linear(last.apply(x).reshape(-1, size.width()), head);
    return torch.cross_entropy_loss(logits, next);
  }

  private Tensor attention(Layer layer, Tensor x) {
    TensorVector parts = torch.chunk(layer.attend.apply(x), 3, -1);
    Tensor mixed = torch.scaled_dot_product_attention(heads(parts.get(0)), heads(parts.get(1)), heads(parts.get(2)),
        new TensorOptional(), 0, true, new DoubleOptional(), false);
    return layer.project.apply(mixed.transpose(1, 2).reshape(-1, size.places(), size.width()));
  }

  /** [N,T,D] as [N,heads,T,D / heads]. */
  private Tensor heads(Tensor x) {
    return x.view(-1, size.places(), size.heads(), size.width() / size.heads()).transpose(1, 2);
  }

  private record Norm(Tensor gain, TensorOptional gainOptional, TensorOptional bias) {
    Norm(Arrays arrays, int p) {
      this(arrays.parameter(p), arrays.parameter(p + 1));
    }

    private Norm(Tensor gain, Tensor bias) {
      this(gain, new TensorOptional(gain), new TensorOptional(bias));
    }

    Tensor apply(Tensor x) {
      return torch.layer_norm(x, new long[] {gain.size(0)}, gainOptional, bias, EPSILON, true);
    }
  }

  private static final class Layer {
    static final int PARAMETERS = 12;

    final Norm before;
    final Mlp.Linear attend;
    final Mlp.Linear project;
    final Norm between;
    final Mlp.Linear expand;
    final Mlp.Linear contract;

    Layer(Arrays arrays, int p) {
      before = new Norm(arrays, p);
      attend = Mlp.Linear.of(arrays, p + 2);
      project = Mlp.Linear.of(arrays, p + 4);
      between = new Norm(arrays, p + 6);
      expand = Mlp.Linear.of(arrays, p + 8);
      contract = Mlp.Linear.of(arrays, p + 10);
    }
  }
}
