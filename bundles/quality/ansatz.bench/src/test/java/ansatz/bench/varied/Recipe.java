package ansatz.bench.varied;

import ansatz.bench.Workload;
import ansatz.tensor.DType;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Transforms;
import ansatz.tensor.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;

/** The parameters, the model's state and the data of a training step, from a seed, and the step itself. */
final class Recipe {
  private final DType type;
  private final Random random = new Random(11);
  private final List<Values> parameters = new ArrayList<>();
  private final List<Values> state = new ArrayList<>();
  private final List<Values> data = new ArrayList<>();

  Recipe(DType type) {
    this.type = type;
  }

  /** A loss, then the model's state after the step. */
  @FunctionalInterface
  interface Objective {
    List<Tensor> apply(List<Tensor> parameters, Tensor t, List<Tensor> state, List<Tensor> data);
  }

  /** A loss of parameters, the number of the step and data. */
  @FunctionalInterface
  interface Loss {
    Tensor apply(List<Tensor> parameters, Tensor t, List<Tensor> data);
  }

  /** Parameters, the number of the step and data to parameters, and what else there is to see. */
  @FunctionalInterface
  interface Update {
    List<Tensor> apply(List<Tensor> parameters, Tensor t, List<Tensor> data);
  }

  /** A weight matrix [in,out], or a kernel [out,in,...], of variance 1 / in. */
  Recipe weight(int... extents) {
    double in = extents.length == 2 ? extents[0] : (double) TensorType.of(type, extents).size() / extents[0];
    parameters.add(filled(type, () -> random.nextGaussian() / Math.sqrt(in), extents));
    return this;
  }

  Recipe constant(double value, int... extents) {
    parameters.add(filled(type, () -> value, extents));
    return this;
  }

  /** Dense layers: weights and biases. */
  Recipe dense(int... widths) {
    for (int i = 0; i + 1 < widths.length; i++) {
      weight(widths[i], widths[i + 1]).constant(0, widths[i + 1]);
    }
    return this;
  }

  Recipe state(double value, int... extents) {
    state.add(filled(type, () -> value, extents));
    return this;
  }

  Recipe normal(int... extents) {
    data.add(filled(type, random::nextGaussian, extents));
    return this;
  }

  Recipe uniform(int... extents) {
    data.add(filled(type, random::nextDouble, extents));
    return this;
  }

  Recipe integers(int below, int... extents) {
    data.add(filled(DType.I32, () -> random.nextInt(below), extents));
    return this;
  }

  private static Values filled(DType type, DoubleSupplier next, int... extents) {
    Values values = Values.zeros(TensorType.of(type, extents));
    for (int i = 0; i < values.size(); i++) {
      values.set(i, next.getAsDouble());
    }
    return values;
  }

  Workload train(Optimizer optimizer, Loss loss) {
    return trainWithState(optimizer, (p, t, _, in) -> List.of(loss.apply(p, t, in)));
  }

  /** A step that is no descent: parameters, the number of the step and data to parameters. */
  Workload update(Update update) {
    List<Values> inputs = new ArrayList<>(parameters);
    inputs.add(Values.zeros(TensorType.of(type)));
    inputs.addAll(data);
    int count = parameters.size();
    Program program = Program.trace(in -> {
      Tensor t = in.get(count).add(1);
      List<Tensor> next = new ArrayList<>(update.apply(in.subList(0, count), t, in.subList(count + 1, in.size())));
      next.add(count, t);
      return next;
    }, inputs.stream().map(Values::type).toList());
    return new Workload(program, inputs, count + 1);
  }

  /** Inputs (parameters, slots of each, number of the step, model's state, data); outputs without data, and the loss. */
  Workload trainWithState(Optimizer optimizer, Objective objective) {
    List<Values> inputs = new ArrayList<>(parameters);
    for (int slot = 0; slot < optimizer.slots(); slot++) {
      parameters.forEach(p -> inputs.add(Values.zeros(p.type())));
    }
    inputs.add(Values.zeros(TensorType.of(type)));
    inputs.addAll(state);
    int kept = inputs.size();
    inputs.addAll(data);
    Program program = Program.trace(in -> step(in, optimizer, objective), inputs.stream().map(Values::type).toList());
    return new Workload(program, inputs, kept);
  }

  private List<Tensor> step(List<Tensor> in, Optimizer optimizer, Objective objective) {
    int count = parameters.size();
    int clock = count * (1 + optimizer.slots());
    Tensor t = in.get(clock).add(1);
    List<Tensor> carried = in.subList(clock + 1, clock + 1 + state.size());
    List<Tensor> batch = in.subList(clock + 1 + state.size(), in.size());
    List<Tensor> all = Transforms.valueAndGrad(p -> objective.apply(p, t, carried, batch)).apply(in.subList(0, count));
    List<Tensor> gradients = optimizer.prepared().apply(all.subList(all.size() - count, all.size()));
    Tensor[] out = new Tensor[clock];
    for (int i = 0; i < count; i++) {
      List<Tensor> slots = new ArrayList<>();
      for (int slot = 1; slot <= optimizer.slots(); slot++) {
        slots.add(in.get(slot * count + i));
      }
      List<Tensor> next = optimizer.rule().apply(in.get(i), gradients.get(i), slots, t);
      for (int slot = 0; slot <= optimizer.slots(); slot++) {
        out[slot * count + i] = next.get(slot);
      }
    }
    List<Tensor> results = new ArrayList<>(List.of(out));
    results.add(t);
    results.addAll(all.subList(1, 1 + state.size()));
    results.add(all.getFirst());
    return results;
  }
}
