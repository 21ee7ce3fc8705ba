package ansatz.tensor.primitive;

import static ansatz.tensor.ProgramTransforms.concat;
import static ansatz.tensor.ProgramTransforms.presence;
import static ansatz.tensor.ProgramTransforms.present;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import ansatz.tensor.DType;
import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Program;
import ansatz.tensor.ProgramTransforms;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/**
 * Repeats a program on its own results while a condition on them holds. It has a derivative in forward mode only: how
 * often it repeats is not known beforehand, so nothing could be kept for a backward pass.
 *
 * @param condition (constants, carry) to a boolean scalar
 * @param body (constants, carry) to the next carry
 * @param constants how many operands come before the carry
 */
public record While(Program condition, Program body, int constants) implements Primitive {
  @Override
  public List<Program> bodies() {
    return List.of(condition, body);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    condition.requireTypes(operands);
    body.requireTypes(operands);
    if (!condition.outputTypes().equals(List.of(TensorType.of(DType.BOOL)))) {
      throw new IllegalArgumentException(
          "the condition gives " + condition.outputTypes() + ", it has to give a bool scalar");
    }
    List<TensorType> carry = operands.subList(constants, operands.size());
    if (!body.outputTypes().equals(carry)) {
      throw new IllegalArgumentException("the body turns " + carry + " into " + body.outputTypes());
    }
    return carry;
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    List<Values> all = new ArrayList<>(operands);
    while (evaluation.run(condition, all).getFirst().getBoolean(0)) {
      List<Values> next = evaluation.run(body, all);
      for (int i = 0; i < next.size(); i++) {
        all.set(constants + i, next.get(i));
      }
    }
    return all.subList(constants, all.size());
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    int carries = node.types().size();
    boolean[] active = Loops.spreading(presence(tangents), constants, carries,
        marks -> ProgramTransforms.dependent(body, marks));
    for (int i = 0; i < carries; i++) {
      active[constants + i] &= node.types().get(i).dtype().isFloat();
    }
    boolean[] forced = Arrays.copyOfRange(active, constants, active.length);
    Program jvp = ProgramTransforms.jvp(body, active, forced).program();
    List<Tensor> full = Loops.zeroWhere(tangents, active, node.operands());
    List<Tensor> constantTangents = present(full.subList(0, constants));
    List<Tensor> carryTangents = present(full.subList(constants, full.size()));
    // (constants, their tangents, carry, its tangents), from (constants, carry, tangents of both).
    List<TensorType> types = concat(node.operands().subList(0, constants), constantTangents,
        node.operands().subList(constants, node.operands().size()), carryTangents).stream().map(Tensor::type).toList();
    int start = constants + constantTangents.size();
    Program newBody = Program.trace(in -> jvp.apply(concat(in.subList(0, constants), in.subList(start, start + carries),
        in.subList(constants, start), in.subList(start + carries, in.size()))), types);
    Program newCondition = Program
        .trace(in -> condition.apply(concat(in.subList(0, constants), in.subList(start, start + carries))), types);
    List<Tensor> results = Node.of(new While(newCondition, newBody, start),
        concat(node.operands().subList(0, constants), constantTangents,
            node.operands().subList(constants, node.operands().size()), carryTangents))
        .results();
    return ProgramTransforms.spread(results.subList(carries, results.size()), forced);
  }

  @Override
  public List<Tensor> vjp(Node node, List<Tensor> cotangents, boolean[] wanted) {
    throw new IllegalArgumentException("while has no derivative in reverse mode, as the number of rounds is not known"
        + (node.line().isEmpty() ? "" : " (" + node.line() + ")") + ": use scan with a fixed number, or forward mode");
  }

  /** Runs until all are done; what is done is kept as it is. */
  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    int carries = operands.size() - constants;
    boolean[] marks = Loops.spreading(mapped, constants, carries, m -> ProgramTransforms.dependent(body, m));
    boolean masked = ProgramTransforms.dependent(condition, marks)[0];
    if (masked) {
      Arrays.fill(marks, constants, marks.length, true);
    }
    boolean[] forced = Arrays.copyOfRange(marks, constants, marks.length);
    Program step = ProgramTransforms.batch(body, marks, size, forced).program();
    Program test = ProgramTransforms.batch(condition, marks, size, new boolean[1]).program();
    List<Tensor> arguments = Loops.mapWhere(operands, mapped, marks, size);
    if (masked) {
      Program unmasked = step;
      Program each = test;
      List<TensorType> types = arguments.stream().map(Tensor::type).toList();
      test = Program.trace(in -> List.of(each.apply(in).getFirst().to(DType.I32).sum().gt(0)), types);
      step = Program.trace(in -> {
        Tensor going = each.apply(in).getFirst();
        List<Tensor> next = unmasked.apply(in);
        return IntStream.range(0, next.size())
            .mapToObj(i -> choose(going, next.get(i), in.get(constants + i))).toList();
      }, types);
    }
    List<Tensor> results = Node.of(new While(test, step, constants), arguments).results();
    return Loops.mapWhere(results, forced, null, size);
  }

  /** Of tensors with a first axis along which the condition is given, the first where it holds. */
  static Tensor choose(Tensor condition, Tensor yes, Tensor no) {
    int[] extents = new int[yes.rank()];
    Arrays.fill(extents, 1);
    extents[0] = condition.shape().extent(0);
    return condition.reshape(Shape.of(extents)).select(yes, no);
  }

  @Override
  public long flops(Node node) {
    return condition.flops() + body.flops();
  }
}
