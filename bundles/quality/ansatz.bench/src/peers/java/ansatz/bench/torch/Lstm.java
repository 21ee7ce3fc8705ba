package ansatz.bench.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** W6: libtorch's own LSTM, whose second bias stays zero and is not trained. */
final class Lstm implements TorchModel {
  private final Arrays arrays;
  private final TensorVector weights = new TensorVector();
  private final TensorVector initial = new TensorVector();
  private final Mlp.Linear head;
  private final Tensor x;
  private final Tensor labels;

  Lstm(Arrays arrays) {
    this.arrays = arrays;
    weights.push_back(arrays.linearWeight(0));
    weights.push_back(arrays.linearWeight(1));
    Tensor bias = arrays.parameter(2);
    weights.push_back(bias);
    weights.push_back(torch.zeros(bias.size(0)));
    head = Mlp.Linear.of(arrays, 3);
    x = arrays.batch(0);
    labels = arrays.batch(1);
    for (int i = 0; i < 2; i++) {
      initial.push_back(torch.zeros(1, x.size(1), bias.size(0) / 4));
    }
  }

  @Override
  public TensorVector parameters() {
    return arrays.parameters();
  }

  @Override
  public Tensor loss() {
    Tensor last = torch.lstm(x, initial, weights, true, 1, 0, true, false, false).get1().select(0, 0);
    return torch.cross_entropy_loss(head.apply(last), labels);
  }
}
