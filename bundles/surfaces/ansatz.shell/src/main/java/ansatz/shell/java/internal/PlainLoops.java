package ansatz.shell.java.internal;

import ansatz.linalg.LinearAlgebra;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Program;
import ansatz.tensor.Session;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Constant;
import java.util.List;

/**
 * Computes by plain loops, as {@link Tensor#eval} does outside any session, and factorises.
 *
 * @param linearAlgebra where factorisations come from; null where there is none
 */
record PlainLoops(LinearAlgebra linearAlgebra) implements Session {
  @Override
  public List<Tensor> eval(List<Tensor> tensors) {
    return tensors.isEmpty()
        ? tensors
        : new Interpreter(linearAlgebra).run(Program.of(List.of(), tensors), List.of()).stream().map(Constant::of)
            .toList();
  }
}
