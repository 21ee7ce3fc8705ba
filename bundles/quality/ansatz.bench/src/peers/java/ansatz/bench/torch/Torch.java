package ansatz.bench.torch;

import ansatz.bench.Workloads;
import ansatz.bench.race.Library;
import ansatz.bench.race.TrainingStep;
import ansatz.tensor.Values;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch;

/** libtorch: eager operations, gradients by its tape, its own Adam. */
public final class Torch implements Library {
  @Override
  public Optional<TrainingStep> prepare(String workload, int threads, List<Values> inputs, int state) {
    torch.set_num_threads(threads);
    Arrays arrays = new Arrays(inputs, state);
    TorchModel model = switch (workload) {
      case "W1" -> Mlp.tanh(arrays);
      case "W2" -> Mlp.relu(arrays);
      case "W3" -> new LeNet(arrays);
      case "W4" -> new ConvNet(arrays);
      case "W5" -> new Transformer(arrays, ansatz.bench.workload.Transformer.CHARACTERS);
      case "W6" -> new Lstm(arrays);
      case "W7" -> new GraphNet(arrays, ansatz.bench.workload.GraphNet.CORA);
      case "W8" -> new RealNvp(arrays, 1);
      case "W8b" -> new RealNvp(arrays, 2);
      case "W9" -> new NormalizedLeNet(arrays);
      case "W10" -> new Critic(arrays);
      default -> null;
    };
    return Optional.ofNullable(model).map(net -> new TorchStep(net, Workloads.rate(workload)));
  }
}
