package ansatz.tensor.primitive;

import static ansatz.tensor.ProgramTransforms.concat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Program;
import ansatz.tensor.ProgramTransforms;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/**
 * A program with a derivative that its author gives.
 *
 * @param body operands to results
 * @param backward (operands, results, cotangents of the results) to cotangents of the operands
 */
public record CustomVjp(Program body, Program backward) implements Primitive {
  @Override
  public List<Program> bodies() {
    return List.of(body, backward);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    body.requireTypes(operands);
    if (!backward.outputTypes().equals(operands)) {
      throw new IllegalArgumentException(
          "the derivative gives " + backward.outputTypes() + " as cotangents of operands " + operands);
    }
    return body.outputTypes();
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    return evaluation.run(body, operands);
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    throw new IllegalArgumentException("a function with a VJP of its own has no JVP: differentiate it in reverse mode"
        + (node.line().isEmpty() ? "" : " (" + node.line() + ")"));
  }

  @Override
  public List<Tensor> vjp(Node node, List<Tensor> cotangents, boolean[] wanted) {
    List<Tensor> given = IntStream.range(0, cotangents.size()).mapToObj(
        i -> cotangents.get(i) == null ? Tensor.zeros(node.types().get(i)) : cotangents.get(i)).toList();
    List<Tensor> all = new ArrayList<>(backward.apply(concat(node.operands(), node.results(), given)));
    for (int i = 0; i < wanted.length; i++) {
      if (!wanted[i]) {
        all.set(i, null);
      }
    }
    return all;
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    // All operands get the axis, so that the derivative's cotangents have the types of the operands.
    Program batchedBody = everywhere(body, size);
    return Node.of(new CustomVjp(batchedBody, everywhere(backward, size)), Elementwise.together(operands, mapped, size))
        .results();
  }

  private static Program everywhere(Program program, int size) {
    boolean[] inputs = new boolean[program.inputs().size()];
    boolean[] outputs = new boolean[program.outputs().size()];
    Arrays.fill(inputs, true);
    Arrays.fill(outputs, true);
    return ProgramTransforms.batch(program, inputs, size, outputs).program();
  }

  @Override
  public long flops(Node node) {
    return body.flops();
  }
}
