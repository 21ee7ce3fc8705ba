package ansatz.bench.torch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** W4, channels last in memory: faster here than in libtorch's usual order. */
final class ConvNet implements TorchModel {
  private final Arrays arrays;
  private final List<LeNet.Convolution> convolutions = new ArrayList<>();
  private final List<Mlp.Linear> head;
  private final Tensor x;
  private final Tensor labels;

  ConvNet(Arrays arrays) {
    this.arrays = arrays;
    for (int i = 0; i < 8; i += 2) {
      convolutions.add(
          new LeNet.Convolution(arrays.kernelChannelsLast(i), new TensorOptional(arrays.parameter(i + 1)), 1));
    }
    head = Mlp.Linear.all(arrays, 8);
    x = arrays.batch(0).contiguous(torch.MemoryFormat.ChannelsLast);
    labels = arrays.batch(1);
  }

  @Override
  public TensorVector parameters() {
    return arrays.parameters();
  }

  @Override
  public Tensor loss() {
    Tensor h = x;
    for (int i = 0; i < 4; i++) {
      h = torch.relu(convolutions.get(i).apply(h));
      h = i % 2 == 1 ? torch.max_pool2d(h, 2, 2) : h;
    }
    return torch.cross_entropy_loss(Mlp.Linear.apply(head, h.flatten(1, -1), torch::relu), labels);
  }
}
