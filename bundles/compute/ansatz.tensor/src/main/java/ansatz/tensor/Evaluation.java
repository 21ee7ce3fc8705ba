package ansatz.tensor;

import java.util.List;

import ansatz.linalg.LinearAlgebra;

/** What primitives need beyond their operands while they are evaluated in plain loops. */
public interface Evaluation {
  /** Runs a program inside, the body of a scan for instance. */
  List<Values> run(Program program, List<Values> inputs);

  /** Calls the host's function of that name. */
  List<Values> call(String name, List<Values> operands);

  /** Where factorisations come from. */
  LinearAlgebra linearAlgebra();
}
