package ansatz.bench.torch;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** W3. */
final class LeNet implements TorchModel {
  private final Arrays arrays;
  private final Convolution first;
  private final Convolution second;
  private final List<Mlp.Linear> head;
  private final Tensor x;
  private final Tensor labels;

  LeNet(Arrays arrays) {
    this.arrays = arrays;
    first = new Convolution(arrays.parameter(0), new TensorOptional(arrays.parameter(1)), 2);
    second = new Convolution(arrays.parameter(2), new TensorOptional(arrays.parameter(3)), 0);
    head = Mlp.Linear.all(arrays, 4);
    x = arrays.batch(0);
    labels = arrays.batch(1);
  }

  @Override
  public TensorVector parameters() {
    return arrays.parameters();
  }

  @Override
  public Tensor loss() {
    Tensor h = torch.avg_pool2d(torch.relu(first.apply(x)), 2, 2);
    h = torch.avg_pool2d(torch.relu(second.apply(h)), 2, 2);
    return torch.cross_entropy_loss(Mlp.Linear.apply(head, h.flatten(1, -1), torch::relu), labels);
  }

  /** A convolution with stride 1. */
  record Convolution(Tensor kernel, TensorOptional bias, int padding) {
    private static final long[] ONES = {1, 1};

    Tensor apply(Tensor x) {
      return torch.conv2d(x, kernel, bias, ONES, new long[] {padding, padding}, ONES, 1);
    }
  }
}
