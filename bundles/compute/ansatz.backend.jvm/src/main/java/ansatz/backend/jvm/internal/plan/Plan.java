package ansatz.backend.jvm.internal.plan;

import ansatz.backend.jvm.internal.routine.Routine;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * What an executable does, and where.
 *
 * @param source the program as it was asked for
 * @param program the simplified one
 * @param waves steps one after another; those of a wave do not wait for each other
 * @param places of every array
 * @param donated output number -> the input whose memory it takes
 * @param arrays of plain nodes' operands, as the node sees them
 * @param workspace bytes
 */
public record Plan(Program source, Program program, List<List<Step>> waves, Map<Tensor, Place> places,
    Map<Integer, Integer> donated, Map<Tensor, Tensor> arrays, long workspace) implements AutoCloseable {
  /** A guess at the time of a run on one core, in nanoseconds. */
  public double nanos() {
    double nanos = 0;
    for (List<Step> wave : waves) {
      for (Step step : wave) {
        nanos += step.nanos();
      }
    }
    return nanos;
  }

  /** Whether it holds code of a native library. */
  boolean isNative() {
    for (List<Step> wave : waves) {
      for (Step step : wave) {
        boolean isNative = switch (step) {
          case Step.Direct direct -> direct.routine().worker() == Routine.Worker.LIBRARY;
          case ProductStep product -> product.compiled() != null;
          case ControlStep control -> control.bodies().getFirst().isNative() || control.bodies().getLast().isNative();
          default -> false;
        };
        if (isNative) {
          return true;
        }
      }
    }
    return false;
  }

  /** Releases what routines have compiled. */
  @Override
  public void close() {
    waves.stream().flatMap(List::stream).forEach(step -> {
      switch (step) {
        case Step.Direct direct -> direct.routine().close();
        case ProductStep product when product.compiled() != null -> product.compiled().close();
        case ControlStep control -> control.bodies().forEach(Plan::close);
        default -> {
        }
      }
    });
  }
}
