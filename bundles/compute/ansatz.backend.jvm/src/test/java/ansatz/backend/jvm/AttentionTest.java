package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.tensor.Attention;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Function;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Transforms;
import ansatz.tensor.Values;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Attention and what it is made of: right, and without copies of heads. */
class AttentionTest {
  private static String agrees(Function f, TensorType... types) {
    Program program = Program.trace(f, types);
    Random random = new Random(5);
    List<Values> inputs = Stream.of(types).map(type -> {
      Values values = Values.zeros(type);
      for (int i = 0; i < values.size(); i++) {
        values.set(i, random.nextGaussian());
      }
      return values;
    }).toList();
    List<Values> expected = new Interpreter(null).run(program, inputs);
    try (Executable executable = new JvmBackend().compile(program)) {
      List<Values> results = executable.run(inputs);
      for (int i = 0; i < expected.size(); i++) {
        for (int k = 0; k < expected.get(i).size(); k++) {
          double value = expected.get(i).get(k);
          assertEquals(value, results.get(i).get(k),
              (types[0].dtype() == DType.F64 ? 1e-12 : 1e-5) * (1 + Math.abs(value)), "result " + i);
        }
      }
      return executable.explain();
    }
  }

  private static long transposes(String explanation) {
    return explanation.lines().filter(line -> line.contains("{transpose}")).count();
  }

  /** Query, key and value are parts of one product's columns. */
  private static Tensor attention(Tensor all, int heads) {
    int width = all.shape().extent(-1) / 3;
    List<Tensor> parts = all.split(-1, width, width, width).stream().map(x -> Attention.heads(x, heads)).toList();
    return Attention.joined(Attention.causal(parts.get(0), parts.get(1), parts.get(2)));
  }

  @Test
  void headsAreMultipliedWhereTheyLie() {
    for (DType type : List.of(DType.F32, DType.F64)) {
      String forward = agrees(in -> List.of(attention(in.getFirst(), 3)), TensorType.of(type, 2, 7, 36));
      assertEquals(1, transposes(forward), forward); // the heads side by side
      String both = agrees(Transforms.valueAndGrad(in -> List.of(attention(in.getFirst(), 3).sin().sum())),
          TensorType.of(type, 2, 7, 36));
      assertEquals(3, transposes(both), both); // the gradients of query, key and value
    }
  }

  @Test
  void transposedProductsInBatches() {
    agrees(in -> {
      Tensor product = in.get(0).matmul(in.get(1));
      return List.of(product.transpose(0, 2, 1).add(1), product.reshape(3, 2, 2, 5).transpose(0, 3, 2, 1).mul(2),
          product.reshape(3, 4, 5).transpose(1, 0, 2).add(3), product.reshape(12, 5).transpose(1, 0).add(2));
    }, TensorType.of(DType.F32, 3, 4, 6), TensorType.of(DType.F32, 3, 6, 5));
  }

  @Test
  void slicesThatAReshapeDivides() {
    agrees(in -> {
      Tensor x = in.getFirst();
      return List.of(x.slice(1, 6, 18).reshape(5, 2, 6, 4).sin(), x.slice(1, 6, 18).reshape(5, 4, 3, 4).sin(),
          x.slice(1, 5, 17).reshape(5, 2, 6, 4).sin(), x.slice(1, 6, 18).reshape(5, 3, 4, 2, 2).transpose(1, 0, 4, 2, 3)
              .sin(),
          x.slice(0, 2, 4).reshape(2, 1, 18, 4).sin(), x.slice(1, 6, 18).reshape(60, 4).sin());
    }, TensorType.of(DType.F32, 5, 18, 4));
  }

  /** Functions that cost much are kept in the place of what is stored later, or in their own. */
  @Test
  void rowsAreReadBack() {
    for (DType type : List.of(DType.F32, DType.F64)) {
      agrees(in -> {
        Tensor x = in.getFirst();
        Tensor exp = x.exp();
        Tensor shared = x.sub(x.tanh().sum(1).expand(1)).tanh();
        return List.of(x.softmax(1), x.logSoftmax(1), exp.div(exp.sum(1).expand(1)).add(exp), shared,
            shared.div(shared.square().sum(1).expand(1)).sub(x.tanh()));
      }, TensorType.of(type, 9, 37));
    }
  }
}
