package ansatz.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import ansatz.tensor.primitive.Barrier;
import ansatz.tensor.primitive.Checkpoint;
import ansatz.tensor.primitive.Cond;
import ansatz.tensor.primitive.CustomVjp;
import ansatz.tensor.primitive.HostCallback;
import ansatz.tensor.primitive.Scan;
import ansatz.tensor.primitive.StopGradient;
import ansatz.tensor.primitive.While;

/**
 * Control flow inside programs, and control of what derivatives do. Functions may use tensors of their surroundings.
 *
 * <p>Shapes: a carry keeps types and shapes from step to step; sequences [T,...] are sliced along their first axis, and
 * outputs of T steps are stacked along one.
 *
 * <p>Cost: that of the functions, as often as they run. A scan's backward pass is a scan that keeps what it needs of every
 * step, unless it is checkpointed.
 *
 * <p>Errors: functions whose results do not fit their next arguments or each other are an
 * {@link IllegalArgumentException} with the user's line.
 *
 * <p>Source: of checkpoints Chen, Xu, Zhang and Guestrin (2016), Training deep nets with sublinear memory cost.
 */
public final class Control {
  private Control() {}

  /** x, held constant by derivatives. */
  public static Tensor stopGradient(Tensor x) {
    return Node.apply(new StopGradient(), x);
  }

  /** The tensors, none of which is used before all are there. */
  public static List<Tensor> barrier(List<Tensor> tensors) {
    return Node.of(new Barrier(), tensors).results();
  }

  /** One of two functions of the arguments, by a boolean scalar; only the chosen one runs. */
  public static List<Tensor> cond(Tensor condition, Function yes, Function no, List<Tensor> arguments) {
    List<TensorType> types = types(arguments);
    Closure ofYes = Closure.of(yes, types);
    Closure ofNo = Closure.of(no, types);
    Set<Tensor> captured = new LinkedHashSet<>(ofYes.captured());
    captured.addAll(ofNo.captured());
    List<Tensor> all = List.copyOf(captured);
    List<Tensor> operands = ProgramTransforms.concat(List.of(condition), arguments, all);
    return Node.of(new Cond(taking(ofYes, arguments.size(), types, all), taking(ofNo, arguments.size(), types, all)),
        operands).results();
  }

  /** Repeats a function on its own results while a condition on them holds; differentiable in forward mode only. */
  public static List<Tensor> whileLoop(UnaryOperator<List<Tensor>> body,
      java.util.function.Function<List<Tensor>, Tensor> condition, List<Tensor> start) {
    List<TensorType> types = types(start);
    Closure ofBody = Closure.of(body::apply, types);
    Closure ofCondition = Closure.of(carry -> List.of(condition.apply(carry)), types);
    Set<Tensor> captured = new LinkedHashSet<>(ofBody.captured());
    captured.addAll(ofCondition.captured());
    List<Tensor> constants = List.copyOf(captured);
    return Node.of(new While(constantsFirst(ofCondition, types, constants), constantsFirst(ofBody, types, constants),
        constants.size()), ProgramTransforms.concat(constants, start)).results();
  }

  /** What a scan gives: the last carry, and what the steps gave besides, stacked along a first axis. */
  public record Scanned(List<Tensor> carry, List<Tensor> outputs) {}

  /** One step of a scan: from the carry and this step's slices to the next carry and this step's outputs. */
  @FunctionalInterface
  public interface Step {
    Scanned apply(List<Tensor> carry, List<Tensor> slices);
  }

  /** Applies a step to the slices of the sequences along their first axis, from the first to the last. */
  public static Scanned scan(Step step, List<Tensor> start, List<Tensor> sequences) {
    if (sequences.isEmpty()) {
      throw new IllegalArgumentException(
          "scan without sequences needs a length: scan(step, start, sequences, length, ...)");
    }
    return scan(step, start, sequences, sequences.getFirst().shape().extent(0), false);
  }

  /** Applies a step {@code length} times; with {@code reverse} the last slices come first and outputs stand at their places. */
  public static Scanned scan(Step step, List<Tensor> start, List<Tensor> sequences, int length, boolean reverse) {
    List<TensorType> types = new ArrayList<>(types(start));
    sequences.forEach(s -> types.add(s.type().with(s.shape().without(0))));
    int[] carries = new int[1];
    Closure body = Closure.of(in -> {
      Scanned next = step.apply(in.subList(0, start.size()), in.subList(start.size(), in.size()));
      carries[0] = next.carry().size();
      return ProgramTransforms.concat(next.carry(), next.outputs());
    }, types);
    if (carries[0] != start.size()) {
      throw new IllegalArgumentException("the step carries on " + carries[0] + " tensors of " + start.size());
    }
    List<Tensor> results = Node.of(
        new Scan(constantsFirst(body, types, body.captured()), body.captured().size(), start.size(), length, reverse),
        ProgramTransforms.concat(body.captured(), start, sequences)).results();
    return new Scanned(results.subList(0, start.size()), results.subList(start.size(), results.size()));
  }

  /**
   * A scan that keeps the carry of every {@code every}-th step only and computes what lies between again in the backward
   * pass; with every = sqrt(length) both memory and recomputation are of order sqrt(length).
   */
  public static Scanned scanCheckpointed(Step step, List<Tensor> start, List<Tensor> sequences, int every) {
    int length = sequences.getFirst().shape().extent(0);
    if (every < 1 || length % every != 0) {
      throw new IllegalArgumentException("every = " + every + " does not divide the length " + length);
    }
    List<Tensor> blocks = sequences.stream().map(s -> s.reshape(s.shape().with(0, every).insert(0, length / every)))
        .toList();
    Scanned outer = scan((carry, slices) -> {
      List<Tensor> all = checkpoint(in -> {
        Scanned inner = scan(step, in.subList(0, start.size()), in.subList(start.size(), in.size()));
        return ProgramTransforms.concat(inner.carry(), inner.outputs());
      }).apply(ProgramTransforms.concat(carry, slices));
      return new Scanned(all.subList(0, start.size()), all.subList(start.size(), all.size()));
    }, start, blocks);
    return new Scanned(outer.carry(),
        outer.outputs().stream().map(o -> o.reshape(o.shape().without(0).with(0, length))).toList());
  }

  /** f, whose inner values the backward pass computes again instead of keeping them. */
  public static Function checkpoint(Function f) {
    return arguments -> {
      Closure body = Closure.of(f, types(arguments));
      return Node.of(new Checkpoint(body.program()), ProgramTransforms.concat(arguments, body.captured())).results();
    };
  }

  /** The derivative that a function's author gives: from operands, results and their cotangents to the operands'. */
  @FunctionalInterface
  public interface Pullback {
    List<Tensor> apply(List<Tensor> operands, List<Tensor> results, List<Tensor> cotangents);
  }

  /** f with a derivative of its own in reverse mode; f and the derivative use nothing but their arguments. */
  public static Function customVjp(Function f, Pullback pullback) {
    return arguments -> {
      List<TensorType> types = types(arguments);
      Program body = Program.trace(f, types);
      int n = types.size();
      int m = body.outputs().size();
      List<TensorType> all = new ArrayList<>(types);
      all.addAll(body.outputTypes());
      all.addAll(body.outputTypes());
      Program backward = Program.trace(
          in -> pullback.apply(in.subList(0, n), in.subList(n, n + m), in.subList(n + m, n + 2 * m)), all);
      return Node.of(new CustomVjp(body, backward), arguments).results();
    };
  }

  /** Calls the host's function of that name, whose results have these types, with the operands' values. */
  public static List<Tensor> hostCallback(String name, List<TensorType> types, Tensor... operands) {
    return Node.of(new HostCallback(name, types), Arrays.asList(operands)).results();
  }

  private static List<TensorType> types(List<Tensor> tensors) {
    return tensors.stream().map(Tensor::type).toList();
  }

  /** The closure's program with all of {@code captured} as its further inputs. */
  private static Program taking(Closure closure, int arguments, List<TensorType> types, List<Tensor> captured) {
    List<TensorType> all = new ArrayList<>(types);
    all.addAll(types(captured));
    return Program.trace(in -> closure.program().apply(ProgramTransforms.concat(in.subList(0, arguments),
        closure.captured().stream().map(c -> in.get(arguments + captured.indexOf(c))).toList())), all);
  }

  /** The closure's program with all of {@code captured} as its first inputs. */
  private static Program constantsFirst(Closure closure, List<TensorType> types, List<Tensor> captured) {
    List<TensorType> all = new ArrayList<>(types(captured));
    all.addAll(types);
    return Program.trace(in -> closure.program().apply(IntStream.range(0, types.size() + closure.captured().size())
        .mapToObj(i -> i < types.size()
            ? in.get(captured.size() + i)
            : in.get(captured.indexOf(closure.captured().get(i - types.size()))))
        .toList()), all);
  }
}
