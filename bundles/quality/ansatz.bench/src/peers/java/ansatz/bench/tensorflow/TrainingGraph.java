package ansatz.bench.tensorflow;

import ansatz.bench.race.TrainingStep;
import ansatz.tensor.DType;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Assign;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** The graph of a training step: parameters and batch are variables, so that nothing is fed or folded. */
final class TrainingGraph {
  /** A value that a variable takes before the first step. */
  private record Initial<T extends TType>(Placeholder<T> from, Assign<T> into, T value) {}

  /** A value that a variable takes after each step. */
  private record Change(Variable<TFloat32> variable, Operand<TFloat32> value) {}

  private final Graph graph = new Graph();
  private final Ops ops = Ops.create(graph);
  private final List<Values> values;
  private final int state;
  private final List<Variable<TFloat32>> parameters = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();
  private final List<Initial<?>> initials = new ArrayList<>();

  TrainingGraph(List<Values> values, int state) {
    this.values = values;
    this.state = state;
  }

  Ops ops() {
    return ops;
  }

  /** How many arrays of the state are parameters, where it is parameters, two moments of each, and the step. */
  int parameterCount() {
    return (state - 1) / 3;
  }

  /** An array as it is given: one of the state, or, counted on, of the batch. */
  Values array(int i) {
    return values.get(i);
  }

  /** An array of the batch. */
  Values batch(int i) {
    return values.get(state + i);
  }

  Operand<TFloat32> parameter(int i) {
    return parameter(array(i));
  }

  /** A parameter that begins with these values. */
  Operand<TFloat32> parameter(Values initial) {
    Variable<TFloat32> variable = floats(initial);
    parameters.add(variable);
    return variable;
  }

  /** A variable that is not trained. */
  Variable<TFloat32> floats(Values initial) {
    return variable(TFloat32.class,
        TFloat32.tensorOf(shape(initial), DataBuffers.of(initial.floats(), true, false)));
  }

  Variable<TInt32> integers(Values initial) {
    return variable(TInt32.class, TInt32.tensorOf(shape(initial), DataBuffers.of(initial.ints(), true, false)));
  }

  /** Lets a variable that is not trained take a value after each step. */
  void changes(Variable<TFloat32> variable, Operand<TFloat32> value) {
    changes.add(new Change(variable, value));
  }

  private <T extends TType> Variable<T> variable(Class<T> type, T value) {
    Variable<T> variable = ops.variable(value.shape(), type);
    Placeholder<T> from = ops.placeholder(type, Placeholder.shape(value.shape()));
    initials.add(new Initial<>(from, ops.assign(variable, from), value));
    return variable;
  }

  private static Shape shape(Values array) {
    return Shape.of(Arrays.stream(array.shape().extents()).asLongStream().toArray());
  }

  /** Adam on all parameters, with its powers of the decays in variables. */
  TrainingStep train(Operand<TFloat32> loss, float rate, int threads) {
    Gradients gradients = ops.gradients(loss, parameters);
    List<Op> computed = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      computed.add(gradients.<TFloat32>dy(i));
    }
    changes.forEach(change -> computed.add(change.value()));
    Op step = adam(ops.withControlDependencies(computed), gradients, rate);
    return new Step(start(threads), step, loss);
  }

  /**
   * Updates in place, so that every gradient comes before every update. TensorFlow adds its epsilon to the root of a
   * moment that is not corrected; the one of the definition is epsilon sqrt(1 - beta2^t) there.
   */
  private Op adam(Ops afterwards, Gradients gradients, float rate) {
    Variable<TFloat32> power1 = scalar(0.9f);
    Variable<TFloat32> power2 = scalar(0.999f);
    Operand<TFloat32> beta1 = ops.constant(0.9f);
    Operand<TFloat32> beta2 = ops.constant(0.999f);
    Operand<TFloat32> epsilon = ops.math
        .mul(ops.constant(1e-8f), ops.math.sqrt(ops.math.sub(ops.constant(1f), power2)));
    List<Op> updates = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      Values zeros = Values.zeros(TensorType.of(DType.F32,
          Arrays.stream(parameters.get(i).shape().asArray()).mapToInt(Math::toIntExact).toArray()));
      updates.add(afterwards.train.applyAdam(parameters.get(i), floats(zeros), floats(zeros), power1, power2,
          ops.constant(rate), beta1, beta2, epsilon, gradients.<TFloat32>dy(i)));
    }
    changes.forEach(change -> updates.add(afterwards.assign(change.variable(), change.value())));
    Ops after = ops.withControlDependencies(updates);
    return ops.withControlDependencies(after.assign(power1, after.math.mul(power1, beta1)),
        after.assign(power2, after.math.mul(power2, beta2))).noOp();
  }

  private Variable<TFloat32> scalar(float value) {
    return variable(TFloat32.class, TFloat32.scalarOf(value));
  }

  private Session start(int threads) {
    Session session = new Session(graph, ConfigProto.newBuilder().setIntraOpParallelismThreads(threads)
        .setInterOpParallelismThreads(Integer.getInteger("interop", threads)).build());
    Session.Runner runner = session.runner();
    for (Initial<?> initial : initials) {
      runner.feed(initial.from(), (Tensor) initial.value()).addTarget(initial.into());
    }
    runner.run().close();
    initials.forEach(initial -> initial.value().close());
    return session;
  }

  private final class Step implements TrainingStep {
    private final Session session;
    private final Op step;
    private final Operand<TFloat32> loss;

    Step(Session session, Op step, Operand<TFloat32> loss) {
      this.session = session;
      this.step = step;
      this.loss = loss;
    }

    @Override
    public void run() {
      session.run(step);
    }

    @Override
    public double runForLoss() {
      try (var result = session.runner().addTarget(step).fetch(loss).run()) {
        return ((TFloat32) result.get(0)).getFloat();
      }
    }

    @Override
    public void close() {
      session.close();
      graph.close();
    }
  }
}
