package ansatz.bench.torch;

import ansatz.bench.race.TrainingStep;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Tensor;

/** zero_grad, forward, backward, Adam. */
final class TorchStep implements TrainingStep {
  private final TorchModel model;
  private final Adam adam;

  TorchStep(TorchModel model, double rate) {
    this.model = model;
    adam = new Adam(model.parameters(), new AdamOptions(rate));
  }

  @Override
  public void run() {
    try (PointerScope _ = new PointerScope()) {
      train();
    }
  }

  @Override
  public double runForLoss() {
    try (PointerScope _ = new PointerScope()) {
      return train().item_float();
    }
  }

  private Tensor train() {
    adam.zero_grad();
    Tensor loss = model.loss();
    loss.backward();
    adam.step();
    return loss;
  }

  @Override
  public void close() {
    adam.close();
  }
}
