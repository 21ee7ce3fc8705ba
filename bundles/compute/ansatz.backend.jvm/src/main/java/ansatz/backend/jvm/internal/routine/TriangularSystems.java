package ansatz.backend.jvm.internal.routine;

import ansatz.backend.jvm.internal.emit.Memory;
import ansatz.natives.openblas.Cblas;
import ansatz.tensor.DType;
import ansatz.tensor.Node;
import ansatz.tensor.primitive.TriangularSolve;
import java.lang.foreign.MemorySegment;

/**
 * op(A) X = B for triangular A by substitution, a block of columns of a batch at a time: OpenBLAS's trsm where the matrix
 * is large enough for it, else loops over rows.
 */
final class TriangularSystems implements Divided {
  private static final int BLOCK = 64;
  private static final int LARGE = 16;
  private final TriangularSolve solve;
  private final DType dtype;
  private final int n;
  private final int k;
  private final boolean large;
  private final int blocks;
  private final Tasks tasks;

  TriangularSystems(Node node, TriangularSolve solve) {
    this.solve = solve;
    this.dtype = node.operand(0).dtype();
    this.n = node.operand(1).shape().extent(-2);
    this.k = node.operand(1).shape().extent(-1);
    this.large = n >= LARGE && Blas.PRESENT;
    this.blocks = Math.ceilDiv(k, BLOCK);
    int batches = Math.toIntExact(node.operand(1).shape().without(-1, -2).size());
    this.tasks = Tasks.of(batches * blocks, 50 + (large ? 0.2 : 1.0) * n * n * Math.min(k, BLOCK));
  }

  @Override
  public String name() {
    return large ? "OpenBLAS trsm" : "loops";
  }

  @Override
  public Worker worker() {
    return large ? Worker.LIBRARY : Worker.LOOPS;
  }

  @Override
  public Tasks division() {
    return tasks;
  }

  @Override
  public void run(long[] at, int task) {
    int bytes = dtype.bytes();
    for (int unit = tasks.from(task); unit < tasks.from(task + 1); unit++) {
      int batch = unit / blocks;
      int first = unit % blocks * BLOCK;
      int columns = Math.min(BLOCK, k - first);
      long a = at[0] + (long) batch * n * n * bytes;
      long offset = ((long) batch * n * k + first) * bytes;
      long x = at[2] + offset;
      for (int row = 0; row < n; row++) {
        long further = (long) row * k * bytes;
        MemorySegment.copy(Memory.ALL, at[1] + offset + further, Memory.ALL, x + further, (long) columns * bytes);
      }
      if (!large) {
        substitute(a, x, columns);
      } else if (dtype == DType.F32) {
        Cblas.strsm(solve.lower(), solve.transposed(), solve.unitDiagonal(), n, columns, Memory.ALL, a, n, Memory.ALL,
            x, k);
      } else {
        Cblas.dtrsm(solve.lower(), solve.transposed(), solve.unitDiagonal(), n, columns, Memory.ALL, a, n, Memory.ALL,
            x, k);
      }
    }
  }

  /** Takes from each row what the rows solved before make of it. */
  private void substitute(long a, long x, int columns) {
    boolean forward = solve.lower() != solve.transposed();
    for (int step = 0; step < n; step++) {
      int i = forward ? step : n - 1 - step;
      for (int done = 0; done < step; done++) {
        int j = forward ? done : n - 1 - done;
        double factor = element(a, solve.transposed() ? (long) j * n + i : (long) i * n + j);
        for (int column = 0; column < columns; column++) {
          subtract(x, (long) i * k + column, factor * element(x, (long) j * k + column));
        }
      }
      double diagonal = solve.unitDiagonal() ? 1 : element(a, (long) i * n + i);
      for (int column = 0; column < columns; column++) {
        long place = x + ((long) i * k + column) * dtype.bytes();
        Elements.set(dtype, place, Elements.get(dtype, place) / diagonal);
      }
    }
  }

  private double element(long array, long place) {
    return Elements.get(dtype, array + place * dtype.bytes());
  }

  private void subtract(long x, long place, double product) {
    Elements.set(dtype, x + place * dtype.bytes(), element(x, place) - product);
  }
}
