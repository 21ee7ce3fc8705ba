package ansatz.backend.jvm.internal.routine;

import ansatz.linalg.LinearAlgebra;
import ansatz.tensor.DType;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import java.util.List;

/**
 * Factors of each matrix of a batch by a provider of linear algebra, in float64 whatever the elements are. Providers take
 * matrices from the heap, so these routines allocate.
 */
final class MatrixFactors implements Divided {
  private final Primitive factorization;
  private final Interpreter interpreter;
  private final String name;
  private final TensorType matrix;
  /** Of one matrix. */
  private final List<TensorType> factors;
  private final Tasks tasks;

  /** @param algebra null where the backend was given none, which runs will say */
  MatrixFactors(Node node, LinearAlgebra algebra) {
    this.factorization = node.primitive();
    this.interpreter = new Interpreter(algebra);
    this.name = algebra == null ? "no LinearAlgebra" : algebra.getClass().getSimpleName();
    int batchAxes = node.operand(0).rank() - 2;
    this.matrix = single(node.operand(0).type(), batchAxes);
    this.factors = node.types().stream().map(type -> single(type, batchAxes)).toList();
    int matrices = Math.toIntExact(node.operand(0).type().size() / matrix.size());
    this.tasks = Tasks.of(matrices, 1000 + (double) factorization.flops(node) / matrices);
  }

  private static TensorType single(TensorType type, int batchAxes) {
    TensorType single = type;
    for (int axis = 0; axis < batchAxes; axis++) {
      single = single.with(single.shape().without(0));
    }
    return single;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Worker worker() {
    return Worker.PROVIDER;
  }

  @Override
  public Tasks division() {
    return tasks;
  }

  @Override
  public void run(long[] at, int task) {
    for (int i = tasks.from(task); i < tasks.from(task + 1); i++) {
      Values a = Values.zeros(matrix);
      read(at[0] + i * matrix.bytes(), a);
      List<Values> results = factorization.evaluate(List.of(a), factors, interpreter);
      for (int r = 0; r < results.size(); r++) {
        write(results.get(r), at[1 + r] + i * factors.get(r).bytes());
      }
    }
  }

  private static void read(long from, Values to) {
    DType dtype = to.type().dtype();
    for (int i = 0; i < to.size(); i++) {
      to.set(i, Elements.get(dtype, from + (long) i * dtype.bytes()));
    }
  }

  private static void write(Values from, long to) {
    DType dtype = from.type().dtype();
    for (int i = 0; i < from.size(); i++) {
      if (dtype.isFloat()) {
        Elements.set(dtype, to + (long) i * dtype.bytes(), from.get(i));
      } else {
        Elements.setLong(dtype, to + (long) i * dtype.bytes(), from.getLong(i));
      }
    }
  }
}
