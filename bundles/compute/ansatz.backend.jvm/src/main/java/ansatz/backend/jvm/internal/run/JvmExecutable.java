package ansatz.backend.jvm.internal.run;

import ansatz.backend.jvm.internal.plan.Plan;
import ansatz.backend.jvm.internal.plan.PlanCache;
import ansatz.tensor.Buffer;
import ansatz.tensor.Executable;
import ansatz.tensor.Interpreter;
import ansatz.tensor.KernelListener;
import ansatz.tensor.Observed;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.Values;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A plan with its memory and code. */
public final class JvmExecutable implements Executable {
  private static final AtomicLong RUNS = new AtomicLong();
  /** One run in so many is measured. */
  private static final int PROFILED = 64;

  private final Program program;
  private final PlanCache.Use use;
  private final Plan plan;
  private final NativeBlock workspace;
  private final Course course;
  private final Addresses addresses;
  private final Supplier<JvmExecutable> unfused;
  private final Sharing sharing;
  private final int[] donors;
  private final AtomicBoolean busy = new AtomicBoolean();
  /** The memory that a run holds, so that nobody releases it meanwhile. */
  private final NativeBlock[] held;
  private int holding;
  private KernelListener listener;
  private long runs;
  private volatile boolean closed;

  /**
   * @param use of the plan, which ends when the executable is closed
   * @param unfused the same with every node a step of its own
   */
  public JvmExecutable(Program program, PlanCache.Use use, Kernels kernels, Interpreter interpreter, boolean checkNan,
      Supplier<JvmExecutable> unfused) {
    this.program = program;
    this.use = use;
    this.plan = use.plan();
    this.unfused = unfused;
    this.workspace = new NativeBlock(plan.workspace());
    try {
      this.course = new Course(plan, kernels, interpreter, workspace.address());
      this.addresses = course.addresses();
      if (checkNan) {
        new NanCheck(course);
      }
      course.freeze();
    } catch (RuntimeException | Error e) {
      workspace.close();
      throw e;
    }
    this.sharing = new Sharing(plan.nanos(), System::nanoTime);
    this.donors = new int[plan.source().outputs().size()];
    Arrays.setAll(donors, i -> plan.donated().getOrDefault(i, -1));
    this.held = new NativeBlock[plan.source().inputs().size() + donors.length];
  }

  @Override
  public Program program() {
    return program;
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException("one run of an executable at a time: compile the program once more for another");
    }
    try {
      if (closed) {
        throw new IllegalStateException("the executable was closed");
      }
      bind(inputs, outputs);
      boolean profile = ++runs % PROFILED == 2 || listener != null;
      course.profile(profile);
      course.share(sharing.begin());
      course.run();
      sharing.end();
      if (profile) {
        course.profile(false);
      }
      if (listener != null) {
        new Explanation(course).tell(listener);
      }
    } finally {
      while (holding > 0) {
        held[--holding].letGo();
      }
      busy.set(false);
    }
  }

  /** Checks everything before anything is changed. */
  private void bind(Buffer[] inputs, Buffer[] outputs) {
    require(inputs.length == plan.source().inputs().size() && outputs.length == donors.length, inputs, outputs);
    long run = RUNS.incrementAndGet();
    for (int i = 0; i < inputs.length; i++) {
      check(inputs[i], plan.source().inputs().get(i), "input", i);
    }
    for (int i = 0; i < outputs.length; i++) {
      if (donors[i] >= 0) {
        if (!((JvmBuffer) inputs[donors[i]]).see(run)) {
          throw new IllegalArgumentException("a buffer is donated twice, as input " + donors[i] + " too");
        }
      } else if (outputs[i] != null) {
        check(outputs[i], plan.source().outputs().get(i), "output", i);
        if (!((JvmBuffer) outputs[i]).see(run)) {
          throw new IllegalArgumentException("the buffer of output " + i + " is used for another output too");
        }
      }
    }
    for (int i = 0; i < inputs.length; i++) {
      if (!isDonated(i) && !((JvmBuffer) inputs[i]).see(run) && isWritten(inputs[i], inputs, outputs)) {
        throw new IllegalArgumentException("the buffer of input " + i + " would be overwritten while it is read");
      }
      addresses.input(i, hold((JvmBuffer) inputs[i]));
    }
    for (int i = 0; i < outputs.length; i++) {
      if (donors[i] < 0 && outputs[i] == null) {
        outputs[i] = new JvmBuffer(plan.source().outputs().get(i).type());
      }
    }
    for (int i = 0; i < outputs.length; i++) {
      if (donors[i] >= 0) {
        JvmBuffer given = (JvmBuffer) inputs[donors[i]];
        outputs[i] = outputs[i] == given ? given : given.donate(outputs[i] instanceof JvmBuffer own ? own : null);
      }
      addresses.output(i, hold((JvmBuffer) outputs[i]));
    }
  }

  /** The address of memory that is there until the run ends. */
  private long hold(JvmBuffer buffer) {
    NativeBlock memory = buffer.memory();
    if (!memory.hold()) {
      throw new IllegalStateException("a buffer of " + buffer.type() + " was closed when the run began");
    }
    held[holding++] = memory;
    return memory.address();
  }

  private boolean isDonated(int input) {
    for (int donor : donors) {
      if (donor == input) {
        return true;
      }
    }
    return false;
  }

  private boolean isWritten(Buffer buffer, Buffer[] inputs, Buffer[] outputs) {
    for (int i = 0; i < outputs.length; i++) {
      if ((donors[i] >= 0 ? inputs[donors[i]] : outputs[i]) == buffer) {
        return true;
      }
    }
    return false;
  }

  private void require(boolean fits, Buffer[] inputs, Buffer[] outputs) {
    if (!fits) {
      throw new IllegalArgumentException("the program has " + plan.source().inputs().size() + " inputs and "
          + donors.length + " outputs, not " + inputs.length + " and " + outputs.length);
    }
  }

  private static void check(Buffer buffer, Tensor tensor, String what, int number) {
    if (!(buffer instanceof JvmBuffer own)) {
      throw new IllegalArgumentException(what + " " + number + " is no buffer of the backend jvm: upload its values");
    }
    if (!buffer.type().equals(tensor.type())) {
      throw new IllegalArgumentException(
          what + " " + number + " is " + tensor.type() + ", the buffer holds " + buffer.type());
    }
    own.address();
  }

  @Override
  public List<Values> run(List<Values> inputs) {
    plan.source().requireTypes(inputs.stream().map(Values::type).toList());
    Buffer[] in = new Buffer[inputs.size()];
    Buffer[] out = new Buffer[donors.length];
    try {
      for (int i = 0; i < in.length; i++) {
        in[i] = new JvmBuffer(inputs.get(i).type());
        in[i].write(inputs.get(i));
      }
      run(in, out);
      return Arrays.stream(out).map(Buffer::read).toList();
    } finally {
      for (Buffer[] buffers : List.of(in, out)) {
        for (Buffer buffer : buffers) {
          if (buffer != null) {
            buffer.close();
          }
        }
      }
    }
  }

  @Override
  public long workspaceBytes() {
    return plan.workspace();
  }

  @Override
  public String explain() {
    return new Explanation(course).toString();
  }

  @Override
  public List<Values> debug(List<Values> inputs, Consumer<Observed> each) {
    try (JvmExecutable single = unfused.get()) {
      new Watch(single.course, each);
      return single.run(inputs);
    }
  }

  @Override
  public void profile(KernelListener heard) {
    listener = heard;
  }

  /** Nodes that neither a kernel nor a routine runs. */
  public long plainNodes() {
    return new Explanation(course).plain();
  }

  @Override
  public void close() {
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException("the executable is running: close it when its run has ended");
    }
    try {
      if (!closed) {
        closed = true;
        course.close();
        workspace.close();
        use.close();
      }
    } finally {
      busy.set(false);
    }
  }
}
