package ansatz.backend.jvm.internal.rows;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import java.util.ArrayList;
import java.util.List;

/**
 * A program applied to one block of rows after another, or at the same time. Operands are those of which each block
 * needs all, then those of which it needs its rows; results are the blocks' results, one after another, then those that
 * are the sum of the blocks' results, added up in the order of the blocks. It occurs only in programs that are simplified
 * already, so it has no derivative and is not batched.
 *
 * @param body for every block but the last
 * @param last for the last block, which may have fewer rows
 * @param blocks how many there are
 * @param wholes how many operands every block needs all of
 * @param parted how many results are the blocks' results one after another
 * @param types of the results
 */
public record ByRows(Program body, Program last, int blocks, int wholes, int parted, List<TensorType> types)
    implements
      Primitive {
  @Override
  public List<Program> bodies() {
    return List.of(body, last);
  }

  @Override
  public String parameters() {
    return blocks + " blocks";
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    return types;
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    List<Values> all = results.stream().map(Values::zeros).toList();
    for (int block = 0; block < blocks; block++) {
      Program program = block == blocks - 1 ? last : body;
      List<Values> inputs = new ArrayList<>(operands.subList(0, wholes));
      for (int i = wholes; i < operands.size(); i++) {
        Values rows = Values.zeros(program.inputTypes().get(i));
        rows.copy(operands.get(i), block * (int) body.inputTypes().get(i).size(), 0, rows.size());
        inputs.add(rows);
      }
      List<Values> outputs = evaluation.run(program, inputs);
      for (int i = 0; i < outputs.size(); i++) {
        if (i < parted) {
          all.get(i).copy(outputs.get(i), 0, block * (int) body.outputTypes().get(i).size(), outputs.get(i).size());
        } else {
          for (int k = 0; k < outputs.get(i).size(); k++) {
            all.get(i).set(k, all.get(i).get(k) + outputs.get(i).get(k));
          }
        }
      }
    }
    return all;
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    throw new IllegalStateException("a simplified program is not differentiated");
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    throw new IllegalStateException("a simplified program is not batched");
  }
}
