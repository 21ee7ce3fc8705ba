package ansatz.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import ansatz.tensor.primitive.Alias;
import ansatz.tensor.primitive.Broadcast;
import ansatz.tensor.primitive.Parameter;
import ansatz.tensor.primitive.Reshape;
import ansatz.tensor.primitive.Transpose;

/**
 * Transforms of whole programs that keep account of what is zero and what is shared: what the primitives of control make
 * of their bodies. Marks are one boolean for each input or output.
 */
public final class ProgramTransforms {
  private ProgramTransforms() {}

  /** A program and which of the original's outputs it concerns. */
  public record Marked(Program program, boolean[] outputs) {}

  /**
   * (inputs, tangents of the active inputs) -> (outputs, tangents of the marked outputs). Marked are those with a
   * tangent that is not zero everywhere and those that are {@code forced}.
   */
  public static Marked jvp(Program program, boolean[] active, boolean[] forced) {
    List<Tensor> inputs = parameters(program.inputTypes());
    List<Tensor> tangents = new ArrayList<>();
    for (int i = 0; i < active.length; i++) {
      tangents.add(active[i] ? Parameter.of(inputs.get(i).type()) : null);
    }
    List<Tensor> outputs = program.apply(inputs);
    List<Tensor> derivatives = ForwardMode.jvp(outputs, inputs, tangents);
    boolean[] marked = new boolean[outputs.size()];
    List<Tensor> results = new ArrayList<>(outputs);
    for (int i = 0; i < marked.length; i++) {
      marked[i] = forced[i] || derivatives.get(i) != null;
      if (marked[i]) {
        results.add(derivatives.get(i) == null ? Tensor.zeros(outputs.get(i).type()) : derivatives.get(i));
      }
    }
    return new Marked(Program.of(concat(inputs, present(tangents)), results), marked);
  }

  /** (inputs, cotangents of the given outputs) -> cotangents of the wanted inputs. The outputs are computed again. */
  public static Program vjp(Program program, boolean[] given, boolean[] wanted) {
    List<Tensor> inputs = parameters(program.inputTypes());
    List<Tensor> outputs = program.apply(inputs);
    List<Tensor> cotangents = new ArrayList<>();
    for (int i = 0; i < given.length; i++) {
      cotangents.add(given[i] ? Parameter.of(outputs.get(i).type()) : null);
    }
    List<Tensor> sources = marked(inputs, wanted);
    List<Tensor> derivatives = ReverseMode.vjp(outputs, cotangents, sources);
    List<Tensor> results = IntStream.range(0, sources.size()).mapToObj(
        i -> derivatives.get(i) == null ? Tensor.zeros(sources.get(i).type()) : derivatives.get(i)).toList();
    return Program.of(concat(inputs, present(cotangents)), results);
  }

  /**
   * The program over a further first axis of the mapped inputs. Marked are the outputs that have that axis: those that
   * depend on a mapped input and those that are {@code forced}.
   */
  public static Marked batch(Program program, boolean[] mapped, int size, boolean[] forced) {
    List<Tensor> inputs = new ArrayList<>();
    for (int i = 0; i < mapped.length; i++) {
      TensorType type = program.inputTypes().get(i);
      inputs.add(Parameter.of(mapped[i] ? type.with(type.shape().insert(0, size)) : type));
    }
    List<Tensor> batched = Vectorization.batch(program.outputs(), marked(program.inputs(), mapped),
        marked(inputs, mapped), size);
    boolean[] marks = new boolean[batched.size()];
    List<Tensor> shared = parametersOf(program, inputs, mapped, batched);
    List<Tensor> results = new ArrayList<>();
    for (int i = 0; i < marks.length; i++) {
      boolean has = batched.get(i) != program.outputs().get(i);
      marks[i] = has || forced[i];
      Tensor result = shared.get(i);
      results.add(has || !forced[i] ? result : result.expand(0).broadcast(result.shape().insert(0, size)));
    }
    return new Marked(Program.of(inputs, results), marks);
  }

  /** Puts the new inputs in the place of the program's own where these are not mapped. */
  private static List<Tensor> parametersOf(Program program, List<Tensor> inputs, boolean[] mapped,
      List<Tensor> results) {
    Map<Tensor, Tensor> replaced = new HashMap<>();
    for (int i = 0; i < mapped.length; i++) {
      if (!mapped[i]) {
        replaced.put(program.inputs().get(i), inputs.get(i));
      }
    }
    return replaced.isEmpty() ? results : Dependents.substitute(results, replaced);
  }

  /** Which outputs depend on a marked input. */
  public static boolean[] dependent(Program program, boolean[] inputs) {
    var nodes = Dependents.of(program.outputs(), marked(program.inputs(), inputs));
    boolean[] dependent = new boolean[program.outputs().size()];
    for (int i = 0; i < dependent.length; i++) {
      dependent[i] = nodes.contains(program.outputs().get(i).node());
    }
    return dependent;
  }

  /** Cotangents of the sources from those of the results, null for zero, in both. */
  public static List<Tensor> pullBack(List<Tensor> results, List<Tensor> cotangents, List<Tensor> sources) {
    return ReverseMode.vjp(results, cotangents, sources);
  }

  /** The results with other tensors in the place of some. */
  public static List<Tensor> substitute(List<Tensor> results, Map<Tensor, Tensor> replaced) {
    return Dependents.substitute(results, replaced);
  }

  /** Whether a tensor is made of one of the sources. */
  public static boolean reaches(Tensor tensor, List<Tensor> sources) {
    return Dependents.of(List.of(tensor), sources).contains(tensor.node());
  }

  /**
   * What has to be handed to the part of a graph that depends on the symbols: tensors that do not depend on them but
   * are used by what does. Constants are not among them, nor what is made of constants alone; of views and
   * repetitions of a tensor, the tensor is.
   */
  public static List<Tensor> frontier(List<Tensor> results, List<Tensor> symbols) {
    Set<Node> dependent = Dependents.of(results, symbols);
    Set<Tensor> frontier = new LinkedHashSet<>();
    Map<Node, Boolean> fixed = new HashMap<>();
    for (Tensor result : results) {
      if (!dependent.contains(result.node())) {
        descend(result, frontier, fixed);
      }
    }
    for (Node node : dependent) {
      for (Tensor operand : node.operands()) {
        if (!dependent.contains(operand.node())) {
          descend(operand, frontier, fixed);
        }
      }
    }
    return List.copyOf(frontier);
  }

  private static void descend(Tensor tensor, Set<Tensor> frontier, Map<Node, Boolean> fixed) {
    if (isFixed(tensor.node(), fixed)) {
      return;
    }
    switch (tensor.node().primitive()) {
      case Alias _,Reshape _,Transpose _,Broadcast _ -> descend(tensor.node().operand(0), frontier, fixed);
      default -> frontier.add(tensor);
    }
  }

  /** Whether a node is made of constants alone. */
  private static boolean isFixed(Node node, Map<Node, Boolean> known) {
    Boolean fixed = known.get(node);
    if (fixed == null) {
      fixed = !(node.primitive() instanceof Parameter)
          && node.operands().stream().allMatch(operand -> isFixed(operand.node(), known));
      known.put(node, fixed);
    }
    return fixed;
  }

  private static List<Tensor> parameters(List<TensorType> types) {
    return types.stream().map(Parameter::of).toList();
  }

  /** The tensors that are marked. */
  public static List<Tensor> marked(List<Tensor> tensors, boolean[] marks) {
    return IntStream.range(0, marks.length).filter(i -> marks[i]).mapToObj(tensors::get).toList();
  }

  /** The tensors that are not null. */
  public static List<Tensor> present(List<Tensor> tensors) {
    return tensors.stream().filter(t -> t != null).toList();
  }

  /** Which tensors are not null. */
  public static boolean[] presence(List<Tensor> tensors) {
    boolean[] marks = new boolean[tensors.size()];
    for (int i = 0; i < marks.length; i++) {
      marks[i] = tensors.get(i) != null;
    }
    return marks;
  }

  /** Gives each marked place the next tensor and the others null. */
  public static List<Tensor> spread(List<Tensor> tensors, boolean[] marks) {
    Tensor[] all = new Tensor[marks.length];
    int next = 0;
    for (int i = 0; i < marks.length; i++) {
      all[i] = marks[i] ? tensors.get(next++) : null;
    }
    return Arrays.asList(all);
  }

  @SafeVarargs
  public static List<Tensor> concat(List<Tensor>... lists) {
    List<Tensor> all = new ArrayList<>();
    for (List<Tensor> list : lists) {
      all.addAll(list);
    }
    return List.copyOf(all);
  }
}
