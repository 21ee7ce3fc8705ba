package ansatz.backend.jvm;

import ansatz.backend.jvm.internal.emit.Emitter;
import ansatz.backend.jvm.internal.emit.EmitterTarget;
import ansatz.backend.jvm.internal.fuse.Target;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.backend.jvm.internal.kernel.KernelCode;
import ansatz.backend.jvm.internal.plan.Plan;
import ansatz.backend.jvm.internal.plan.PlanCache;
import ansatz.backend.jvm.internal.plan.Planner;
import ansatz.backend.jvm.internal.run.JvmBuffer;
import ansatz.backend.jvm.internal.run.JvmExecutable;
import ansatz.backend.jvm.internal.run.Kernels;
import ansatz.backend.jvm.internal.run.Libraries;
import ansatz.backend.jvm.internal.run.NativeBlock;
import ansatz.backend.jvm.internal.run.Workers;
import ansatz.tensor.Backend;
import ansatz.tensor.Buffer;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.Executable;
import ansatz.tensor.Interpreter;
import ansatz.tensor.OutOfMemoryException;
import ansatz.tensor.Program;
import ansatz.tensor.TensorType;
import java.util.function.Function;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Compiles programs to bytecode over vectors of the machine, and to calls of OpenBLAS and oneDNN.
 *
 * <p>Work is cut into tasks by shape alone, sums are folded in a fixed order and elementary functions are made of
 * exactly rounded instructions, so that the bits of a result depend neither on the number of threads nor on what the
 * JVM has compiled so far. What no kernel can do is run by the primitives' own plain loops.
 */
@Component(service = Backend.class, property = "ansatz.name=jvm")
public final class JvmBackend implements Backend {
  private final Target target = new EmitterTarget();
  private final Kernels kernels;
  private final PlanCache plans = new PlanCache();

  public JvmBackend() {
    this(Emitter::emit);
  }

  JvmBackend(Function<Kernel, KernelCode> emitter) {
    kernels = new Kernels(emitter);
  }

  @Override
  public String name() {
    return "jvm";
  }

  @Override
  public Executable compile(Program program, CompileOptions options) {
    options.requireFor(program);
    Libraries.prepare(program);
    return executable(program, plans.use(program, options, () -> plan(program, options)), options);
  }

  private Plan plan(Program program, CompileOptions options) {
    if (options.memoryLimit().isEmpty()) {
      return Planner.plan(program, options, target);
    }
    long limit = options.memoryLimit().getAsLong();
    Plan plan = Planner.plan(program, options, target, limit);
    if (plan.workspace() > limit) {
      plan.close();
      throw new OutOfMemoryException("the program asks for " + plan.workspace()
          + " bytes of workspace, even with values computed again, it may have " + limit);
    }
    return plan;
  }

  private JvmExecutable executable(Program program, PlanCache.Use use, CompileOptions options) {
    Interpreter interpreter = new Interpreter(options.linearAlgebra().orElse(null), options.hostFunctions());
    try {
      return new JvmExecutable(program, use, kernels, interpreter, options.checkNan(), () -> unfused(program, options));
    } catch (RuntimeException | Error e) {
      use.close();
      throw e;
    }
  }

  /** Every node a step of its own; what its steps make is looked at by who asked for it. */
  private JvmExecutable unfused(Program program, CompileOptions options) {
    CompileOptions single = options.withoutMemoryLimit().withCheckNan();
    return executable(program, plans.use(program, single, () -> Planner.plan(program, single, target)), options);
  }

  /** Ends the threads that it works with when its bundle goes; the next run starts others. */
  @Deactivate
  void stop() {
    plans.close();
    kernels.stop();
    Workers.stop();
  }

  @Override
  public Buffer allocate(TensorType type) {
    return new JvmBuffer(type);
  }

  /** Bytes of all buffers and workspaces that are not closed. */
  public static long liveBytes() {
    return NativeBlock.liveBytes();
  }

  /** How many kernels were asked for and generated, and how many programs were planned. */
  public String statistics() {
    return kernels + ", " + plans;
  }
}
