package ansatz.tensor.primitive;

import static ansatz.tensor.ProgramTransforms.concat;
import static ansatz.tensor.ProgramTransforms.presence;
import static ansatz.tensor.ProgramTransforms.present;
import static ansatz.tensor.ProgramTransforms.spread;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import ansatz.tensor.DType;
import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Program;
import ansatz.tensor.ProgramTransforms;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** One of two programs of the operands after the first, a boolean scalar that chooses; only that one runs. */
public record Cond(Program yes, Program no) implements Primitive {
  @Override
  public List<Program> bodies() {
    return List.of(yes, no);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    if (!operands.getFirst().equals(TensorType.of(DType.BOOL))) {
      throw new IllegalArgumentException("the condition is " + operands.getFirst() + ", it has to be a bool scalar");
    }
    yes.requireTypes(operands.subList(1, operands.size()));
    no.requireTypes(operands.subList(1, operands.size()));
    if (!yes.outputTypes().equals(no.outputTypes())) {
      throw new IllegalArgumentException("the branches differ: " + yes.outputTypes() + " and " + no.outputTypes());
    }
    return yes.outputTypes();
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    return evaluation.run(operands.getFirst().getBoolean(0) ? yes : no, operands.subList(1, operands.size()));
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    int outputs = yes.outputs().size();
    boolean[] active = presence(tangents.subList(1, tangents.size()));
    boolean[] forced = ProgramTransforms.jvp(yes, active, new boolean[outputs]).outputs();
    forced = ProgramTransforms.jvp(no, active, forced).outputs();
    var ofYes = ProgramTransforms.jvp(yes, active, forced);
    var ofNo = ProgramTransforms.jvp(no, active, forced);
    List<Tensor> all = Node.of(new Cond(ofYes.program(), ofNo.program()), concat(node.operands(), present(tangents)))
        .results();
    return spread(all.subList(outputs, all.size()), forced);
  }

  @Override
  public List<Tensor> vjp(Node node, List<Tensor> cotangents, boolean[] wanted) {
    boolean[] arguments = Arrays.copyOfRange(wanted, 1, wanted.length);
    Program ofYes = ProgramTransforms.vjp(yes, presence(cotangents), arguments);
    Program ofNo = ProgramTransforms.vjp(no, presence(cotangents), arguments);
    List<Tensor> made = Node.of(new Cond(ofYes, ofNo), concat(node.operands(), present(cotangents))).results();
    List<Tensor> all = new ArrayList<>(spread(made, arguments));
    all.addFirst(null);
    return all;
  }

  /** A condition that is mapped makes both branches run, and a select of their results. */
  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    boolean[] arguments = Arrays.copyOfRange(mapped, 1, mapped.length);
    boolean[] all = new boolean[yes.outputs().size()];
    Arrays.fill(all, true);
    Program ofYes = ProgramTransforms.batch(yes, arguments, size, all).program();
    Program ofNo = ProgramTransforms.batch(no, arguments, size, all).program();
    if (!mapped[0]) {
      return Node.of(new Cond(ofYes, ofNo), operands).results();
    }
    List<Tensor> chosen = ofYes.apply(operands.subList(1, operands.size()));
    List<Tensor> other = ofNo.apply(operands.subList(1, operands.size()));
    List<Tensor> results = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      results.add(While.choose(operands.getFirst(), chosen.get(i), other.get(i)));
    }
    return results;
  }

  @Override
  public long flops(Node node) {
    return Math.max(yes.flops(), no.flops());
  }
}
