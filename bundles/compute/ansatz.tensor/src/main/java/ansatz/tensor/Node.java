package ansatz.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** One operation in the graph: a primitive, what it is applied to, and the line of the user's source that asked for it. */
public final class Node {
  private static final AtomicLong IDS = new AtomicLong();
  private static final StackWalker STACK = StackWalker.getInstance();
  private static final String OWN = Node.class.getPackageName() + ".";
  private static final ScopedValue<String> ORIGIN = ScopedValue.newInstance();

  private final long id = IDS.incrementAndGet();
  private final Primitive primitive;
  private final List<Tensor> operands;
  private final List<TensorType> types;
  private final String line;
  private final List<Tensor> results;

  private Node(Primitive primitive, List<Tensor> operands, List<TensorType> types, String line) {
    this.primitive = primitive;
    this.operands = operands;
    this.types = types;
    this.line = line;
    Tensor[] made = new Tensor[types.size()];
    for (int i = 0; i < made.length; i++) {
      made[i] = new Tensor(this, i);
    }
    this.results = List.of(made);
  }

  /** Applies a primitive; a shape or type that does not fit is refused with the shapes and the user's line. */
  public static Node of(Primitive primitive, List<Tensor> operands) {
    return onBehalfOf(ORIGIN.isBound() ? ORIGIN.get() : caller(), primitive, operands);
  }

  /** As {@link #of}, on behalf of a line of the user's. */
  public static Node onBehalfOf(String line, Primitive primitive, List<Tensor> operands) {
    Objects.requireNonNull(primitive);
    List<TensorType> given = new ArrayList<>(operands.size());
    for (Tensor operand : operands) {
      given.add(operand.type());
    }
    List<TensorType> types;
    try {
      types = primitive.infer(given);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(primitive.symbol() + given + ": "
          + (e instanceof Refused refused ? refused.rule() : e.getMessage())
          + (line.isEmpty() ? "" : " (" + line + ")"), e);
    }
    return new Node(primitive, List.copyOf(operands), types, line);
  }

  /** Applies a primitive with one result. */
  public static Tensor apply(Primitive primitive, Tensor... operands) {
    return of(primitive, List.of(operands)).result(0);
  }

  /** Makes nodes on behalf of a line of the user's: derivatives name what they are the derivative of. */
  public static <T> T onBehalfOf(String line, Supplier<T> maker) {
    return ScopedValue.where(ORIGIN, line).call(maker::get);
  }

  /** Whether a frame is ours, or the JDK's between ours and the user's. */
  static boolean isOwn(StackWalker.StackFrame frame) {
    return frame.getClassName().startsWith(OWN) || frame.getClassName().startsWith("java.");
  }

  private static String caller() {
    return STACK.walk(frames -> frames.filter(f -> !isOwn(f)).findFirst()
        .map(f -> f.getFileName() + ":" + f.getLineNumber()).orElse(""));
  }

  /** Nodes are numbered in the order in which they are made, so operands have smaller numbers. */
  public long id() {
    return id;
  }

  public Primitive primitive() {
    return primitive;
  }

  public List<Tensor> operands() {
    return operands;
  }

  public Tensor operand(int i) {
    return operands.get(i);
  }

  public List<TensorType> types() {
    return types;
  }

  public List<Tensor> results() {
    return results;
  }

  public Tensor result(int i) {
    return results.get(i);
  }

  /** {@code File.java:42}, or empty. */
  public String line() {
    return line;
  }

  @Override
  public String toString() {
    return "%" + id + " = " + primitive.symbol();
  }
}
