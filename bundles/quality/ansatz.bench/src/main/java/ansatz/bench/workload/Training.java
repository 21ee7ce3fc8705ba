package ansatz.bench.workload;

import ansatz.bench.Workload;
import ansatz.tensor.DType;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Transforms;
import ansatz.tensor.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.DoubleSupplier;

/** A step of Adam on the loss of a model. */
final class Training {
  private Training() {}

  static List<TensorType> types(DType type, int[][] shapes) {
    return Arrays.stream(shapes).map(shape -> TensorType.of(type, shape)).toList();
  }

  /**
   * The step of a model: inputs (parameters, first moments, second moments, step, x, target), outputs the same without
   * x and target, and the loss.
   */
  static Workload of(List<TensorType> types, TensorType x, TensorType target,
      BiFunction<List<Tensor>, Tensor, Tensor> model, BinaryOperator<Tensor> loss) {
    return of(Adam.RATE, types, x, target, model, loss);
  }

  /** As {@link #of(List, TensorType, TensorType, BiFunction, BinaryOperator)}, at another rate of Adam. */
  static Workload of(double rate, List<TensorType> types, TensorType x, TensorType target,
      BiFunction<List<Tensor>, Tensor, Tensor> model, BinaryOperator<Tensor> loss) {
    Random random = new Random(7);
    List<Values> parameters = types.stream().map(type -> initial(type, random)).toList();
    List<Values> data = List.of(normal(x.dtype(), random, x.shape().extents()), target(target, random));
    return of(rate, parameters, List.of(), data,
        (p, _, _, in) -> List.of(loss.apply(model.apply(p, in.get(0)), in.get(1))));
  }

  /**
   * The step on a loss of parameters and data: inputs (parameters, first moments, second moments, step, data), outputs
   * the same without the data, and the loss.
   */
  static Workload of(List<Values> parameters, List<Values> data,
      BiFunction<List<Tensor>, List<Tensor>, Tensor> loss) {
    return of(parameters, List.of(), data, (p, _, _, in) -> List.of(loss.apply(p, in)));
  }

  /** A loss, and what else a step of it changes. */
  @FunctionalInterface
  interface Objective {
    /** The loss, then the model's state after the step of this number. */
    List<Tensor> apply(List<Tensor> parameters, Tensor step, List<Tensor> state, List<Tensor> data);
  }

  /**
   * The step of a model that has a state: inputs (parameters, first moments, second moments, step, state, data), outputs
   * the same without the data, and the loss.
   */
  static Workload of(List<Values> parameters, List<Values> state, List<Values> data, Objective objective) {
    return of(Adam.RATE, parameters, state, data, objective);
  }

  private static Workload of(double rate, List<Values> parameters, List<Values> state, List<Values> data,
      Objective objective) {
    int count = parameters.size();
    List<Values> inputs = new ArrayList<>(parameters);
    for (int i = 0; i < 2; i++) {
      parameters.forEach(p -> inputs.add(Values.zeros(p.type())));
    }
    inputs.add(Values.zeros(TensorType.of(parameters.getFirst().type().dtype())));
    inputs.addAll(state);
    inputs.addAll(data);
    Program program = Program.trace(in -> step(rate, in, count, state.size(), objective),
        inputs.stream().map(Values::type).toList());
    return new Workload(program, inputs, 3 * count + 1 + state.size());
  }

  private static List<Tensor> step(double rate, List<Tensor> in, int parameters, int state, Objective objective) {
    int adams = 3 * parameters + 1;
    List<Tensor> results = Transforms.valueAndGrad(
        p -> objective.apply(p, in.get(adams - 1), in.subList(adams, adams + state),
            in.subList(adams + state, in.size())))
        .apply(in.subList(0, parameters));
    List<Tensor> out = Adam.update(rate, in.subList(0, adams), results.subList(1 + state, results.size()));
    out.addAll(results.subList(1, 1 + state));
    out.add(results.getFirst());
    return out;
  }

  /** A weight as {@link #weight} has it, the kernel of a convolution, or zeros of what has one axis. */
  static Values initial(TensorType type, Random random) {
    int[] extents = type.shape().extents();
    return switch (extents.length) {
      case 0, 1 -> Values.zeros(type);
      case 2 -> weight(type.dtype(), random, extents);
      default -> filled(type, () -> Math.sqrt(2.0 * extents[0] / type.size()) * random.nextGaussian());
    };
  }

  /** A matrix for products x W: variance 1 / rows. */
  static Values weight(DType type, Random random, int... extents) {
    return filled(TensorType.of(type, extents), () -> Math.sqrt(1.0 / extents[0]) * random.nextGaussian());
  }

  static Values normal(DType type, Random random, int... extents) {
    return filled(TensorType.of(type, extents), random::nextGaussian);
  }

  static Values uniform(DType type, Random random, int... extents) {
    return filled(TensorType.of(type, extents), random::nextDouble);
  }

  static Values ones(DType type, int... extents) {
    return filled(TensorType.of(type, extents), () -> 1);
  }

  static Values target(TensorType type, Random random) {
    return filled(type, () -> type.dtype() == DType.I32 ? random.nextInt(10) : random.nextGaussian());
  }

  private static Values filled(TensorType type, DoubleSupplier next) {
    Values values = Values.zeros(type);
    for (int i = 0; i < values.size(); i++) {
      values.set(i, next.getAsDouble());
    }
    return values;
  }
}
