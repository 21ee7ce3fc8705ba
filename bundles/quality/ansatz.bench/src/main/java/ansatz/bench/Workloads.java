package ansatz.bench;

import ansatz.bench.workload.Adam;
import ansatz.bench.workload.ConvNet;
import ansatz.bench.workload.Critic;
import ansatz.bench.workload.GraphNet;
import ansatz.bench.workload.LeNet;
import ansatz.bench.workload.Lstm;
import ansatz.bench.workload.Mlp;
import ansatz.bench.workload.NormalizedLeNet;
import ansatz.bench.workload.RealNvp;
import ansatz.bench.workload.Transformer;
import ansatz.tensor.DType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The training steps by name, at the size at which they are measured. */
public final class Workloads {
  private static final Map<String, Function<DType, Workload>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("W1", type -> Mlp.tanh(type, 128));
    ALL.put("W2", type -> Mlp.relu(type, 128));
    ALL.put("W3", type -> LeNet.of(type, 128));
    ALL.put("W4", type -> ConvNet.of(type, 64));
    ALL.put("W5", type -> Transformer.CHARACTERS.of(type, 16));
    ALL.put("W6", type -> Lstm.of(type, 32));
    ALL.put("W7", GraphNet.CORA::of);
    ALL.put("W8", type -> RealNvp.shared(type, 256));
    ALL.put("W8b", type -> RealNvp.separate(type, 256));
    ALL.put("W9", type -> NormalizedLeNet.of(type, 128));
    ALL.put("W10", type -> Critic.of(type, 128));
  }

  private Workloads() {}

  /** The names in order. */
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** Names and what makes the step in a floating-point type. */
  public static Map<String, Function<DType, Workload>> all() {
    return Map.copyOf(ALL);
  }

  /** The rate of a workload's Adam. */
  public static double rate(String name) {
    return name.equals("W4") ? ConvNet.RATE : Adam.RATE;
  }

  public static Workload of(String name, DType type) {
    Function<DType, Workload> maker = ALL.get(name);
    if (maker == null) {
      throw new IllegalArgumentException("no workload " + name + ", there are " + ALL.keySet());
    }
    return maker.apply(type);
  }
}
