package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.tensor.CompileOptions;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Function;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.Transforms;
import ansatz.tensor.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Random networks, their gradients and steps of training, at sizes at which work is divided, against plain loops. */
class RandomNetworksTest {
  private static final int NETWORKS = Integer.getInteger("networks", 40);
  private static final int FIRST = Integer.getInteger("first", 0);
  private static final int[] BATCHES = {16, 40, 128, 300};

  private final JvmBackend backend = new JvmBackend();

  @Test
  void compiledIsPlain() {
    IntStream.range(FIRST, FIRST + NETWORKS).forEach(this::compiledIsPlain);
  }

  private void compiledIsPlain(int seed) {
    RandomNetwork network = new RandomNetwork(seed, BATCHES[seed % BATCHES.length]);
    boolean inPlace = seed % 4 == 1;
    Program program = Program.trace(seed % 4 == 0 ? network : inPlace ? step(network) : gradients(network),
        network.types());
    List<Values> inputs = inputs(network, new Random(seed));
    List<Values> expected = new Interpreter(null).run(program, inputs);
    CompileOptions options = inPlace ? CompileOptions.DEFAULT.withState(inputs.size()) : CompileOptions.DEFAULT;
    try (Executable executable = backend.compile(program, options)) {
      List<Values> results = executable.run(inputs);
      List<Values> again = executable.run(inputs);
      for (int i = 0; i < expected.size(); i++) {
        String what = "network " + seed + ", output " + i;
        requireClose(what, expected.get(i), results.get(i), executable);
        assertTrue(results.get(i).sameBits(again.get(i)), () -> what + " has other bits when it is run again");
      }
    }
  }

  private static List<Values> inputs(RandomNetwork network, Random random) {
    return network.types().stream().map(type -> {
      Values values = Values.zeros(type);
      for (int i = 0; i < values.size(); i++) {
        values.set(i, type.dtype() == DType.F64 ? random.nextGaussian() : random.nextInt(100));
      }
      return values;
    }).toList();
  }

  private static void requireClose(String what, Values expected, Values result, Executable executable) {
    double most = 1 + IntStream.range(0, expected.size()).mapToDouble(i -> Math.abs(expected.get(i))).max().orElse(0);
    for (int k = 0; k < expected.size(); k++) {
      assertEquals(expected.get(k), result.get(k), 1e-8 * most,
          () -> what + "\n" + executable.program() + executable.explain());
    }
  }

  private static int[] weights(RandomNetwork network) {
    return IntStream.range(0, network.types().size()).filter(i -> network.types().get(i).dtype().isFloat()).toArray();
  }

  private static Function gradients(RandomNetwork network) {
    return Transforms.valueAndGrad(in -> List.of(network.loss(in)), weights(network));
  }

  /** A step of gradient descent, in place. */
  private static Function step(RandomNetwork network) {
    int[] weights = weights(network);
    return in -> {
      List<Tensor> gradients = Transforms.gradients(x -> List.of(network.loss(x)), weights).apply(in);
      List<Tensor> next = new ArrayList<>(in);
      for (int i = 0; i < weights.length; i++) {
        next.set(weights[i], in.get(weights[i]).sub(gradients.get(i).mul(0.1)));
      }
      return next;
    };
  }
}
