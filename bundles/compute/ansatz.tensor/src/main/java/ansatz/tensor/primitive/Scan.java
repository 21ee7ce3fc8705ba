package ansatz.tensor.primitive;

import static ansatz.tensor.ProgramTransforms.concat;
import static ansatz.tensor.ProgramTransforms.presence;
import static ansatz.tensor.ProgramTransforms.present;

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
 * A program applied {@code length} times: to the same constants, to a carry that it gives on, and to the slices of
 * tensors along their first axis; what else it gives is stacked along a first axis.
 *
 * <p>Operands are the constants, the first carry and the sequences [length, ...]; results the last carry and the stacks.
 *
 * @param body (constants, carry, slices) to (carry, outputs)
 * @param constants how many operands are constants
 * @param carries how many operands are carried
 * @param reverse whether the last slices come first
 */
public record Scan(Program body, int constants, int carries, int length, boolean reverse) implements Primitive {
  @Override
  public List<Program> bodies() {
    return List.of(body);
  }

  @Override
  public String parameters() {
    return length + " times" + (reverse ? ", reversed" : "");
  }

  private int sequencesFrom() {
    return constants + carries;
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    if (length < 0) {
      throw new IllegalArgumentException("a loop of " + length + " steps");
    }
    List<TensorType> inputs = new ArrayList<>(operands.subList(0, sequencesFrom()));
    for (TensorType sequence : operands.subList(sequencesFrom(), operands.size())) {
      if (sequence.rank() == 0 || sequence.shape().extent(0) != length) {
        throw new IllegalArgumentException("a sequence is " + sequence + ", its first axis has to be " + length);
      }
      inputs.add(sequence.with(sequence.shape().without(0)));
    }
    body.requireTypes(inputs);
    List<TensorType> outputs = body.outputTypes();
    List<TensorType> carry = operands.subList(constants, sequencesFrom());
    if (!outputs.subList(0, carries).equals(carry)) {
      throw new IllegalArgumentException("the body turns the carry " + carry + " into " + outputs.subList(0, carries));
    }
    List<TensorType> results = new ArrayList<>(carry);
    outputs.subList(carries, outputs.size()).forEach(type -> results.add(type.with(type.shape().insert(0, length))));
    return results;
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    List<Values> inputs = new ArrayList<>(operands);
    List<Values> stacks = results.subList(carries, results.size()).stream().map(Values::zeros).toList();
    for (int step = 0; step < length; step++) {
      int place = reverse ? length - 1 - step : step;
      for (int i = sequencesFrom(); i < operands.size(); i++) {
        Values slice = Values.zeros(body.inputTypes().get(i));
        slice.copy(operands.get(i), place * slice.size(), 0, slice.size());
        inputs.set(i, slice);
      }
      List<Values> outputs = evaluation.run(body, inputs);
      for (int i = 0; i < outputs.size(); i++) {
        if (i < carries) {
          inputs.set(constants + i, outputs.get(i));
        } else {
          stacks.get(i - carries).copy(outputs.get(i), 0, place * outputs.get(i).size(), outputs.get(i).size());
        }
      }
    }
    List<Values> all = new ArrayList<>(inputs.subList(constants, sequencesFrom()));
    all.addAll(stacks);
    return all;
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    boolean[] active = floating(Loops.spreading(presence(tangents), constants, carries,
        marks -> ProgramTransforms.dependent(body, floating(marks))));
    boolean[] forced = Arrays.copyOf(Arrays.copyOfRange(active, constants, sequencesFrom()), body.outputs().size());
    var jvp = ProgramTransforms.jvp(body, active, forced);
    List<Tensor> full = Loops.zeroWhere(tangents, active, node.operands());
    Groups groups = new Groups(node.operands(), full);
    Program paired = groups.pair(jvp.program());
    Scan scan = new Scan(paired, constants + groups.constantTangents.size(), carries + groups.carryTangents.size(),
        length, reverse);
    return groups.tangents(Node.of(scan, groups.operands()).results(), jvp.outputs());
  }

  /** Only floating inputs have tangents. */
  private boolean[] floating(boolean[] marks) {
    boolean[] floating = marks.clone();
    for (int i = 0; i < floating.length; i++) {
      floating[i] &= body.inputTypes().get(i).dtype().isFloat();
    }
    return floating;
  }

  /** Operands and their tangents, regrouped: (constants, tangents, carry, tangents, sequences, tangents). */
  private final class Groups {
    final List<Tensor> operands;
    final List<Tensor> constantTangents;
    final List<Tensor> carryTangents;
    final List<Tensor> sequenceTangents;

    Groups(List<Tensor> operands, List<Tensor> tangents) {
      this.operands = operands;
      this.constantTangents = present(tangents.subList(0, constants));
      this.carryTangents = present(tangents.subList(constants, sequencesFrom()));
      this.sequenceTangents = present(tangents.subList(sequencesFrom(), tangents.size()));
    }

    List<Tensor> operands() {
      return concat(operands.subList(0, constants), constantTangents, operands.subList(constants, sequencesFrom()),
          carryTangents, operands.subList(sequencesFrom(), operands.size()), sequenceTangents);
    }

    /** From the derivative program's order of inputs and outputs to the grouped one. */
    Program pair(Program jvp) {
      int sequences = operands.size() - sequencesFrom();
      int outputs = body.outputs().size();
      List<TensorType> types = new ArrayList<>();
      List<TensorType> given = jvp.inputTypes();
      int[] starts = {0, operands.size(), constants, operands.size() + constantTangents.size(), sequencesFrom(),
        operands.size() + constantTangents.size() + carryTangents.size()};
      int[] counts = {constants, constantTangents.size(), carries, carryTangents.size(), sequences,
        sequenceTangents.size()};
      List<Integer> order = new ArrayList<>();
      for (int group = 0; group < starts.length; group++) {
        IntStream.range(starts[group], starts[group] + counts[group]).forEach(order::add);
      }
      order.forEach(place -> types.add(given.get(place)));
      int markedCarries = carryTangents.size();
      return Program.trace(in -> {
        Tensor[] arguments = new Tensor[in.size()];
        for (int i = 0; i < arguments.length; i++) {
          arguments[order.get(i)] = in.get(i);
        }
        List<Tensor> out = jvp.apply(List.of(arguments));
        return concat(out.subList(0, carries), out.subList(outputs, outputs + markedCarries),
            out.subList(carries, outputs), out.subList(outputs + markedCarries, out.size()));
      }, types);
    }

    List<Tensor> tangents(List<Tensor> results, boolean[] marked) {
      int outputs = body.outputs().size();
      List<Tensor> made = new ArrayList<>(results.subList(carries, carries + carryTangents.size()));
      made.addAll(results.subList(outputs + carryTangents.size(), results.size()));
      return ProgramTransforms.spread(made, marked);
    }
  }

  @Override
  public List<Tensor> vjp(Node node, List<Tensor> cotangents, boolean[] wanted) {
    return new ScanPullback(this, node, cotangents, wanted).cotangents();
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    boolean[] marks = Loops.spreading(mapped, constants, carries, m -> ProgramTransforms.dependent(body, m));
    boolean[] forced = new boolean[body.outputs().size()];
    Arrays.fill(forced, true);
    System.arraycopy(marks, constants, forced, 0, carries);
    Program batched = ProgramTransforms.batch(body, marks, size, forced).program();
    List<Tensor> arguments = new ArrayList<>(Loops.mapWhere(operands, mapped, marks, size));
    for (int i = sequencesFrom(); i < arguments.size(); i++) {
      if (marks[i]) {
        arguments.set(i, arguments.get(i).moveAxis(0, 1));
      }
    }
    List<Tensor> results = Node.of(new Scan(batched, constants, carries, length, reverse), arguments).results();
    List<Tensor> all = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Tensor result = results.get(i);
      all.add(i >= carries
          ? result.moveAxis(1, 0)
          : forced[i] ? result : result.expand(0).broadcast(result.shape().insert(0, size)));
    }
    return all;
  }

  @Override
  public long flops(Node node) {
    return length * body.flops();
  }
}
