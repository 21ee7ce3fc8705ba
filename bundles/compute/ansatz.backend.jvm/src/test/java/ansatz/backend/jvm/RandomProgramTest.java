package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.backend.jvm.internal.emit.Alternating;
import ansatz.backend.jvm.internal.run.JvmExecutable;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.Control;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Node;
import ansatz.tensor.Program;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Programs that nobody would write, fused and not, against plain loops. */
class RandomProgramTest {
  private static final int PROGRAMS = Integer.getInteger("programs", 500);
  private static final int[] EXTENTS = {1, 2, 3, 4, 6, 17};
  private static final int MOST = 2_000;

  private final JvmBackend backend = new JvmBackend(Alternating::of);

  @Test
  void fusedIsUnfusedIsPlain() {
    for (int seed = 0; seed < PROGRAMS; seed++) {
      Random random = new Random(seed);
      Program program = Node.onBehalfOf("random program " + seed, () -> program(random));
      List<Values> inputs = program.inputTypes().stream().map(type -> values(type, random)).toList();
      List<Values> expected = new Interpreter(null).run(program, inputs);
      for (CompileOptions options : List.of(CompileOptions.DEFAULT, CompileOptions.DEFAULT.withCheckNan())) {
        try (Executable executable = backend.compile(program, options)) {
          int number = seed;
          compare(() -> "seed " + number + "\n" + program + executable.explain(), expected, executable.run(inputs));
          assertEquals(0, ((JvmExecutable) executable).plainNodes(), executable::explain);
        }
      }
    }
  }

  private static void compare(Supplier<String> text, List<Values> expected, List<Values> results) {
    for (int i = 0; i < expected.size(); i++) {
      for (int k = 0; k < expected.get(i).size(); k++) {
        double wanted = expected.get(i).get(k);
        int output = i;
        assertEquals(wanted, results.get(i).get(k), 1e-9 * (1 + Math.abs(wanted)),
            () -> "output " + output + ", " + text.get());
      }
    }
  }

  private static Values values(TensorType type, Random random) {
    Values values = Values.zeros(type);
    for (int i = 0; i < values.size(); i++) {
      values.set(i, random.nextGaussian());
    }
    return values;
  }

  private static Program program(Random random) {
    List<TensorType> types = IntStream.range(0, 3).mapToObj(_ -> new TensorType(DType.F64, Shape.of(
        IntStream.range(0, 1 + random.nextInt(3)).map(_ -> EXTENTS[random.nextInt(EXTENTS.length)]).toArray())))
        .toList();
    return Program.trace(in -> {
      List<Tensor> made = new ArrayList<>(in);
      for (int i = 0; i < 12; i++) {
        Tensor x = made.get(Math.max(0, made.size() - 1 - random.nextInt(5)));
        Tensor y = made.get(random.nextInt(made.size()));
        Tensor next = x.rank() > 0 && random.nextInt(3) == 0 ? moved(x, random) : next(x, y, random);
        if (next.type().size() <= MOST) {
          made.add(next);
        }
      }
      List<Tensor> outputs = new ArrayList<>(made.subList(3, made.size()));
      Collections.shuffle(outputs, random);
      List<Tensor> some = new ArrayList<>(outputs.subList(0, Math.min(2, outputs.size())));
      some.add(made.getLast());
      return some;
    }, types);
  }

  private static Tensor next(Tensor x, Tensor y, Random random) {
    int axis = x.rank() == 0 ? 0 : random.nextInt(x.rank());
    return switch (random.nextInt(14)) {
      case 0, 1, 2 -> together(x, y) ? x.add(y) : x.tanh();
      case 3 -> together(x, y) ? x.mul(y).tanh() : x.neg();
      case 4 -> together(x, y) ? x.max(y) : x.sin();
      case 5 -> x.rank() == 0 ? x.mul(3) : x.sum(axis);
      case 6 -> x.rank() == 0 ? x.exp().tanh() : x.sub(x.mean(axis).expand(axis));
      case 7 -> x.transpose();
      case 8 -> x.reshape(-1);
      case 9 -> x.rank() == 1 ? x.expand(random.nextInt(2)) : x.square().add(1).sqrt();
      case 10 -> x.rank() == 0 ? x : x.max(axis).expand(axis).sub(x);
      case 11 -> x.rank() > 0 && y.rank() > 0 && x.rank() < 3
          ? x.einsum("ab".substring(0, x.rank()) + ","
              + "cd".substring(0, Math.min(2, y.rank())) + (y.rank() == 3 ? "e" : "") + "->"
              + (x.rank() == 2 ? "ba" : "a")
              + (y.rank() == 1 ? "c" : ""), y)
          : x.square();
      case 12 -> x.rank() == 2 ? x.matmul(x.transpose()) : x.mul(0.5);
      default -> x.gt(0).select(x, x.mul(0.1));
    };
  }

  /** Elements in other places, and what depends on their order. */
  private static Tensor moved(Tensor x, Random random) {
    int axis = random.nextInt(x.rank());
    int n = x.shape().extent(axis);
    int[] around = new int[x.rank()];
    around[axis] = 1 + random.nextInt(2);
    return switch (random.nextInt(9)) {
      case 0 -> x.slice(axis, random.nextInt(n), n);
      case 1 -> x.flip(axis);
      case 2 -> Tensor.concat(axis, x, x.neg().slice(axis, 0, 1));
      case 3 -> x.pad(around, new int[x.rank()], 0.5);
      case 4 -> x.softmax(axis);
      case 5 -> x.cumsum(axis).tanh();
      case 6 -> x.take(Tensor.of(random.ints(3, 0, n).toArray()), axis);
      case 7 -> x.roll(random.nextInt(3), axis);
      default -> Control.scan((carry, slices) -> {
        Tensor next = carry.getFirst().mul(0.5).add(slices.getFirst()).tanh();
        return new Control.Scanned(List.of(next), List.of(next));
      }, List.of(x.at(axis, 0)), List.of(x.moveAxis(axis, 0))).outputs().getFirst();
    };
  }

  private static boolean together(Tensor x, Tensor y) {
    try {
      Shape.broadcast(x.shape(), y.shape());
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
