package ansatz.backend.jvm.internal.run;

import ansatz.backend.jvm.internal.emit.Memory;
import ansatz.backend.jvm.internal.plan.Step;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A node that no kernel does: its operands are copied to the heap, its results from there. */
final class PlainAction extends Action {
  private final Node node;
  private final Interpreter interpreter;
  /** Of the operands, then the results. */
  private final long[] addresses;

  PlainAction(Step.Plain plain, Map<Tensor, Tensor> arrays, Interpreter interpreter, Addresses addresses) {
    super(plain);
    this.node = plain.node();
    this.interpreter = interpreter;
    this.addresses = new long[node.operands().size() + node.results().size()];
    for (int i = 0; i < this.addresses.length; i++) {
      int result = i - node.operands().size();
      addresses.bind(result < 0 ? arrays.get(node.operand(i)) : node.result(result), this.addresses, i);
    }
  }

  @Override
  void work(int task) {
    List<Values> operands = new ArrayList<>();
    for (int i = 0; i < node.operands().size(); i++) {
      Values values = Values.zeros(node.operand(i).type());
      NativeBlock.read(Memory.ALL.asSlice(addresses[i], values.type().bytes()), values);
      operands.add(values);
    }
    List<Values> results = interpreter.evaluate(node, operands);
    for (int i = 0; i < results.size(); i++) {
      Values values = results.get(i);
      NativeBlock.write(values, Memory.ALL.asSlice(addresses[operands.size() + i], values.type().bytes()));
    }
  }
}
