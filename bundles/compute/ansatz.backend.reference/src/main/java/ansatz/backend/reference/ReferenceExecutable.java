package ansatz.backend.reference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import ansatz.tensor.Buffer;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.Executable;
import ansatz.tensor.Interpreter;
import ansatz.tensor.KernelListener;
import ansatz.tensor.Observed;
import ansatz.tensor.Program;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** A program that is interpreted. */
final class ReferenceExecutable implements Executable {
  private final Program program;
  private final CompileOptions options;
  private final Interpreter plain;
  private final Interpreter interpreter;
  private KernelListener listener;
  private boolean closed;

  ReferenceExecutable(Program program, CompileOptions options) {
    this.program = program;
    this.options = options;
    this.plain = new Interpreter(options.linearAlgebra().orElse(null), options.hostFunctions());
    this.interpreter = options.checkNan() ? plain.watchedBy(NanCheck::require) : plain;
  }

  static long workspaceBytes(Program program) {
    return program.nodes().stream().flatMap(node -> node.types().stream()).mapToLong(TensorType::bytes).sum();
  }

  @Override
  public Program program() {
    return program;
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    List<Values> given = check(inputs, outputs);
    List<Values> results = run(given);
    for (int i = 0; i < outputs.length; i++) {
      if (options.donated().containsKey(i) || outputs[i] == null) {
        outputs[i] = new HeapBuffer(results.get(i).type());
      }
      outputs[i].write(results.get(i));
    }
    options.donated().values().forEach(donor -> ((HeapBuffer) inputs[donor]).donate());
  }

  /** Refuses what does not fit before anything is changed; gives the inputs' values. */
  private List<Values> check(Buffer[] inputs, Buffer[] outputs) {
    if (inputs.length != program.inputs().size() || outputs.length != program.outputs().size()) {
      throw new IllegalArgumentException("the program has " + program.inputs().size() + " inputs and "
          + program.outputs().size() + " outputs, not " + inputs.length + " and " + outputs.length);
    }
    List<Values> given = new ArrayList<>();
    Set<Buffer> consumed = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < outputs.length; i++) {
      Integer donor = options.donated().get(i);
      Buffer written = donor == null ? outputs[i] : inputs[donor];
      if (written != null) {
        own(written, program.outputTypes().get(i), "output " + i);
        if (!consumed.add(written)) {
          throw new IllegalArgumentException("the buffer of output " + i + " is used for another output too");
        }
      }
    }
    for (int i = 0; i < inputs.length; i++) {
      given.add(own(inputs[i], program.inputTypes().get(i), "input " + i).values());
      if (!options.donated().containsValue(i) && consumed.contains(inputs[i])) {
        throw new IllegalArgumentException("the buffer of input " + i + " would be overwritten while it is read");
      }
    }
    return given;
  }

  private static HeapBuffer own(Buffer buffer, TensorType type, String what) {
    if (!(buffer instanceof HeapBuffer own)) {
      throw new IllegalArgumentException(what + " is no buffer of the backend reference: upload its values");
    }
    if (!own.type().equals(type)) {
      throw new IllegalArgumentException(what + " is " + type + ", the buffer holds " + own.type());
    }
    return own;
  }

  @Override
  public List<Values> run(List<Values> inputs) {
    if (closed) {
      throw new IllegalStateException("the executable was closed");
    }
    return listener == null ? interpreter.run(program, inputs) : profiled(inputs);
  }

  @Override
  public long workspaceBytes() {
    return workspaceBytes(program);
  }

  @Override
  public String explain() {
    return program.nodes().size() + " nodes, interpreted one by one\n" + program;
  }

  @Override
  public List<Values> debug(List<Values> inputs, Consumer<Observed> each) {
    return plain.watchedBy((node, _, results) -> results
        .forEach(result -> each.accept(Observed.of(node, Interpreter.within(), result)))).run(program, inputs);
  }

  /** The listener hears of nodes: from the end of one to that of the next. */
  @Override
  public void profile(KernelListener heard) {
    listener = heard;
  }

  private List<Values> profiled(List<Values> inputs) {
    long[] last = {System.nanoTime()};
    return plain.watchedBy((node, _, _) -> {
      long now = System.nanoTime();
      listener.ran(node.primitive().symbol() + (node.line().isEmpty() ? "" : " (" + node.line() + ")"), now - last[0]);
      last[0] = now;
    }).run(program, inputs);
  }

  @Override
  public void close() {
    closed = true;
  }
}
