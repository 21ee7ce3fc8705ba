package ansatz.bench.torch;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** W9; which units are dropped is libtorch's own choice. */
final class NormalizedLeNet implements TorchModel {
  private static final int WEIGHTS = 8;

  private final Arrays arrays;
  private final LeNet.Convolution first;
  private final LeNet.Convolution second;
  private final List<Mlp.Linear> head;
  private final BatchNorm firstNorm;
  private final BatchNorm secondNorm;
  private final Tensor x;
  private final Tensor labels;

  NormalizedLeNet(Arrays arrays) {
    this.arrays = arrays;
    first = new LeNet.Convolution(arrays.parameter(0), new TensorOptional(), 2);
    second = new LeNet.Convolution(arrays.parameter(1), new TensorOptional(), 0);
    head = Mlp.Linear.all(arrays, 2, WEIGHTS);
    firstNorm = BatchNorm.of(arrays, WEIGHTS);
    secondNorm = BatchNorm.of(arrays, WEIGHTS + 2);
    x = arrays.batch(0);
    labels = arrays.batch(1);
  }

  @Override
  public TensorVector parameters() {
    return arrays.parameters();
  }

  @Override
  public Tensor loss() {
    Tensor h = torch.avg_pool2d(torch.relu(firstNorm.apply(first.apply(x))), 2, 2);
    h = torch.avg_pool2d(torch.relu(secondNorm.apply(second.apply(h))), 2, 2).flatten(1, -1);
    h = Mlp.Linear.apply(head, h, z -> torch.dropout(torch.relu(z), 0.5, true));
    return torch.cross_entropy_loss(h, labels);
  }

  /** Batch normalisation with running statistics. */
  private record BatchNorm(TensorOptional scale, TensorOptional shift, TensorOptional mean, TensorOptional variance) {
    static BatchNorm of(Arrays arrays, int p) {
      Tensor scale = arrays.parameter(p);
      return new BatchNorm(new TensorOptional(scale), new TensorOptional(arrays.parameter(p + 1)),
          new TensorOptional(torch.zeros(scale.size(0))), new TensorOptional(torch.ones(scale.size(0))));
    }

    Tensor apply(Tensor x) {
      return torch.batch_norm(x, scale, shift, mean, variance, true, 0.1, 1e-5, false);
    }
  }
}
