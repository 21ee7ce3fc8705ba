package ansatz.tensor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import ansatz.linalg.LinearAlgebra;
import ansatz.tensor.primitive.Scan;
import ansatz.tensor.primitive.While;

/** Runs a program node by node in the plain loops that the primitives give as their meaning: slow, and the oracle. */
public final class Interpreter implements Evaluation {
  private static final ScopedValue<Frame> INNERMOST = ScopedValue.newInstance();

  private final LinearAlgebra linearAlgebra;
  private final Map<String, UnaryOperator<List<Values>>> hostFunctions;
  private final Watch watch;

  /** @param linearAlgebra where factorisations come from; null where no program asks for one */
  public Interpreter(LinearAlgebra linearAlgebra) {
    this(linearAlgebra, Map.of());
  }

  public Interpreter(LinearAlgebra linearAlgebra, Map<String, UnaryOperator<List<Values>>> hostFunctions) {
    this(linearAlgebra, hostFunctions, (_, _, _) -> {
    });
  }

  private Interpreter(LinearAlgebra linearAlgebra, Map<String, UnaryOperator<List<Values>>> hostFunctions,
      Watch watch) {
    this.linearAlgebra = linearAlgebra;
    this.hostFunctions = Map.copyOf(hostFunctions);
    this.watch = watch;
  }

  /** A node whose programs are being run, within another or none. */
  private record Frame(Node node, Frame outer, Map<Program, Integer> runs) {
    @Override
    public String toString() {
      int iteration = runs.values().stream().mapToInt(Integer::intValue).max().orElse(1) - 1;
      return inLoop(node, iteration) + (outer == null ? "" : ", " + outer);
    }
  }

  /** {@code iteration 3 of scan (Rnn.java:20)}. */
  public static String inLoop(Node node, int iteration) {
    boolean loop = node.primitive() instanceof Scan || node.primitive() instanceof While;
    return (loop ? "iteration " + iteration + " of " : "") + node.primitive().symbol()
        + (node.line().isEmpty() ? "" : " (" + node.line() + ")");
  }

  /** Where in loops the node stands that is being evaluated: of a {@link Watch}, to say so. */
  public static String within() {
    return INNERMOST.isBound() ? INNERMOST.get().toString() : "";
  }

  /** Sees every node when it has been evaluated. */
  @FunctionalInterface
  public interface Watch {
    void evaluated(Node node, List<Values> operands, List<Values> results);
  }

  /** The same interpreter with a watch over every node. */
  public Interpreter watchedBy(Watch other) {
    return new Interpreter(linearAlgebra, hostFunctions, other);
  }

  @Override
  public List<Values> call(String name, List<Values> operands) {
    UnaryOperator<List<Values>> function = hostFunctions.get(name);
    if (function == null) {
      throw new IllegalStateException("the program calls the host's function \"" + name + "\", there are "
          + hostFunctions.keySet());
    }
    return function.apply(operands);
  }

  @Override
  public List<Values> run(Program program, List<Values> inputs) {
    program.requireTypes(inputs.stream().map(Values::type).toList());
    Map<Tensor, Values> known = new HashMap<>();
    if (INNERMOST.isBound()) {
      INNERMOST.get().runs.merge(program, 1, Integer::sum);
    }
    for (int i = 0; i < inputs.size(); i++) {
      known.put(program.inputs().get(i), inputs.get(i));
    }
    for (Node node : program.nodes()) {
      List<Values> results = evaluate(node, node.operands().stream().map(known::get).toList());
      for (int i = 0; i < results.size(); i++) {
        known.put(node.result(i), results.get(i));
      }
    }
    return program.outputs().stream().map(known::get).toList();
  }

  /** Evaluates one node. */
  public List<Values> evaluate(Node node, List<Values> operands) {
    List<Values> results = new ArrayList<>(node.primitive().bodies().isEmpty()
        ? node.primitive().evaluate(operands, node.types(), this)
        : ScopedValue.where(INNERMOST, new Frame(node, INNERMOST.isBound() ? INNERMOST.get() : null, new HashMap<>()))
            .call(() -> node.primitive().evaluate(operands, node.types(), this)));
    if (!results.stream().map(Values::type).toList().equals(node.types())) {
      throw new IllegalStateException(node + " gave " + results + " instead of " + node.types());
    }
    watch.evaluated(node, operands, results);
    return results;
  }

  @Override
  public LinearAlgebra linearAlgebra() {
    if (linearAlgebra == null) {
      throw new IllegalStateException("factorisations need a LinearAlgebra: "
          + "Session.of(backend, CompileOptions.DEFAULT.withLinearAlgebra(...))");
    }
    return linearAlgebra;
  }
}
