package ansatz.itest;

import ansatz.tensor.Backend;
import ansatz.tensor.Buffer;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Key;
import ansatz.tensor.Program;
import ansatz.tensor.Sample;
import ansatz.tensor.Tensor;
import ansatz.tensor.Transforms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Trains a small network while the backends' bundles come and go: on {@code reference}, then on {@code jvm}, which is
 * started in the middle, then on the {@code jvm} that takes its place. Gives losses in pairs: so, and never moved; those
 * of float32, then those of float64.
 */
@Component(service = Supplier.class, property = "ansatz.main=moving")
public final class Moving implements Supplier<List<List<double[]>>> {
  private static final int STEPS = 10;

  private final BundleContext context;

  @Activate
  public Moving(BundleContext context) {
    this.context = context;
  }

  @Override
  public List<List<double[]>> get() {
    try {
      return List.of(losses(DType.F32), losses(DType.F64));
    } catch (BundleException | InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<double[]> losses(DType dtype) throws BundleException, InvalidSyntaxException {
    Bundle jvm = bundle("ansatz.backend.jvm");
    jvm.stop();
    Program start = Program.trace(_ -> start(dtype), List.of());
    Program step = Program.trace(Moving::step, start.outputTypes());
    Backend reference = backend("reference");
    List<Double> still = new ArrayList<>();
    train(reference, step, initial(reference, start), 3 * STEPS, still);

    List<Double> moved = new ArrayList<>();
    Buffer[] state = train(reference, step, initial(reference, start), STEPS, moved);
    jvm.start();
    state = train(backend("jvm"), step, backend("jvm").adopt(state), STEPS, moved);
    jvm.stop();
    jvm.start();
    train(backend("jvm"), step, backend("jvm").adopt(state), STEPS, moved);
    List<double[]> pairs = new ArrayList<>();
    for (int i = 0; i < still.size(); i++) {
      pairs.add(new double[] {moved.get(i), still.get(i)});
    }
    return pairs;
  }

  private static Buffer[] initial(Backend backend, Program start) {
    try (Executable executable = backend.compile(start)) {
      Buffer[] state = new Buffer[start.outputs().size()];
      executable.run(new Buffer[0], state);
      return state;
    }
  }

  /** The state after some steps, in place. */
  private static Buffer[] train(Backend backend, Program step, Buffer[] state, int steps, List<Double> losses) {
    Buffer[] now = state;
    try (Executable executable = backend.compile(step, CompileOptions.DEFAULT.withState(state.length))) {
      for (int i = 0; i < steps; i++) {
        Buffer[] out = new Buffer[state.length + 1];
        executable.run(now, out);
        losses.add(out[state.length].read().get(0));
        out[state.length].close();
        now = Arrays.copyOf(out, state.length);
      }
    }
    return now;
  }

  private Backend backend(String name) throws InvalidSyntaxException {
    for (ServiceReference<Backend> found : context.getServiceReferences(Backend.class, "(ansatz.name=" + name + ")")) {
      return context.getService(found);
    }
    throw new IllegalStateException("no backend '" + name + "' is registered");
  }

  private Bundle bundle(String name) {
    return Arrays.stream(context.getBundles()).filter(bundle -> bundle.getSymbolicName().equals(name)).findFirst()
        .orElseThrow();
  }

  private static List<Tensor> start(DType dtype) {
    Key key = Key.of(3);
    return List.of(Sample.normal(key.fold("a"), dtype, 2, 16), Sample.normal(key.fold("b"), dtype, 16, 1).div(4),
        Tensor.zeros(DType.I32));
  }

  /** Two layers and the number of the step to the same, and the loss. */
  private static List<Tensor> step(List<Tensor> in) {
    DType dtype = in.getFirst().dtype();
    Tensor x = Sample.uniform(Key.of(4).fold(in.get(2)), dtype, 32, 2);
    Tensor y = x.slice(":, :1").mul(x.slice(":, 1:"));
    List<Tensor> all = Transforms.valueAndGrad(
        p -> List.of(x.matmul(p.get(0)).tanh().matmul(p.get(1)).sub(y).square().mean())).apply(in.subList(0, 2));
    return List.of(in.get(0).sub(all.get(1).mul(0.1)), in.get(1).sub(all.get(2).mul(0.1)), in.get(2).add(1),
        all.getFirst());
  }
}
