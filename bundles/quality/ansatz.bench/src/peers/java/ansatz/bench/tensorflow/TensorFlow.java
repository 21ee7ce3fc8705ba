package ansatz.bench.tensorflow;

import ansatz.bench.Workloads;
import ansatz.bench.race.Library;
import ansatz.bench.race.TrainingStep;
import ansatz.tensor.Values;
import java.util.List;
import java.util.Optional;

/** TensorFlow in graph mode: the whole step with ApplyAdam is one run of a session. */
public final class TensorFlow implements Library {
  @Override
  public Optional<TrainingStep> prepare(String workload, int threads, List<Values> inputs, int state) {
    TrainingGraph graph = new TrainingGraph(inputs, state);
    return Optional.ofNullable(switch (workload) {
      case "W1" -> Mlp.tanh(graph);
      case "W2" -> Mlp.relu(graph);
      case "W3" -> ConvolutionalNet.leNet(graph);
      case "W4" -> ConvolutionalNet.convNet(graph);
      case "W5" -> Transformer.of(graph, ansatz.bench.workload.Transformer.CHARACTERS);
      case "W6" -> Lstm.of(graph);
      case "W8" -> RealNvp.of(graph, 1);
      case "W8b" -> RealNvp.of(graph, 2);
      case "W9" -> ConvolutionalNet.normalizedLeNet(graph);
      case "W10" -> Critic.of(graph);
      default -> null;
    }).map(loss -> graph.train(loss, (float) Workloads.rate(workload), threads));
  }
}
