package ansatz.tensor.primitive;

import static ansatz.tensor.ProgramTransforms.concat;
import static ansatz.tensor.ProgramTransforms.presence;
import static ansatz.tensor.ProgramTransforms.present;
import static ansatz.tensor.ProgramTransforms.spread;

import java.util.List;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Program;
import ansatz.tensor.ProgramTransforms;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** A program whose inner values are not kept for the backward pass but computed again there. */
public record Checkpoint(Program body) implements Primitive {
  @Override
  public List<Program> bodies() {
    return List.of(body);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    body.requireTypes(operands);
    return body.outputTypes();
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    return evaluation.run(body, operands);
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    int outputs = body.outputs().size();
    var jvp = ProgramTransforms.jvp(body, presence(tangents), new boolean[outputs]);
    List<Tensor> all = Node.of(new Checkpoint(jvp.program()), concat(node.operands(), present(tangents))).results();
    return spread(all.subList(outputs, all.size()), jvp.outputs());
  }

  @Override
  public List<Tensor> vjp(Node node, List<Tensor> cotangents, boolean[] wanted) {
    Program vjp = ProgramTransforms.vjp(body, presence(cotangents), wanted);
    // Behind the barrier nothing is computed before the cotangents are there, and nothing is shared with the forward pass.
    return spread(vjp.apply(Node.of(new Barrier(), concat(node.operands(), present(cotangents))).results()), wanted);
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    boolean[] all = new boolean[body.outputs().size()];
    java.util.Arrays.fill(all, true);
    return Node.of(new Checkpoint(ProgramTransforms.batch(body, mapped, size, all).program()), operands).results();
  }

  @Override
  public long flops(Node node) {
    return body.flops();
  }
}
