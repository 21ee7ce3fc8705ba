package ansatz.backend.jvm.internal.plan;

import ansatz.backend.jvm.internal.fuse.Graph;
import ansatz.backend.jvm.internal.fuse.Loop;
import ansatz.backend.jvm.internal.fuse.Operand;
import ansatz.backend.jvm.internal.kernel.Instruction;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Parameter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Has outputs computed where they have to be, in a donated input's memory too. Where that would overwrite what is still
 * needed, or where an output is no result of a step of its own, it is copied there in the end.
 */
final class Outputs {
  private final Graph graph;
  private final List<Step> steps;
  private final Map<Integer, Integer> donated;
  private final Map<Tensor, Place> places = new HashMap<>();
  private final Order order;

  Outputs(Graph graph, List<Step> steps, Map<Integer, Integer> donated) {
    this.graph = graph;
    this.steps = steps;
    this.donated = donated;
    this.order = new Order(steps);
  }

  /** Finds places of outputs, adds steps where copies are needed, and says who has to wait for whom. */
  Map<Tensor, Place> place() {
    List<Tensor> inputs = graph.program().inputs();
    for (int i = 0; i < inputs.size(); i++) {
      places.put(inputs.get(i), new Place.Input(i));
    }
    Map<Integer, Tensor> sources = saveInputs();
    for (int i = 0; i < graph.program().outputs().size(); i++) {
      Tensor array = sources.get(i);
      Tensor overwritten = overwritten(i);
      if (array == null || array == overwritten) {
        continue;
      }
      Step writer = order.writer(array);
      if (writer != null && !places.containsKey(array)
          && (overwritten == null || mayOverwrite(writer, array, overwritten))) {
        places.put(array, new Place.Output(i));
        if (overwritten != null) {
          order.after(writer, order.readers(overwritten));
        }
      } else {
        copy(array, i, overwritten);
      }
    }
    return places;
  }

  /**
   * What each output is; where that is an input that another output overwrites, it is copied before anything is: to its
   * place, and the output has no source any more, or aside if that place is an input's too.
   */
  private Map<Integer, Tensor> saveInputs() {
    Map<Integer, Tensor> sources = new HashMap<>();
    for (int i = 0; i < graph.program().outputs().size(); i++) {
      Tensor array = graph.array(graph.program().outputs().get(i));
      int input = graph.program().inputs().indexOf(array);
      boolean lost = donated.containsValue(input) && array != overwritten(i);
      if (lost && overwritten(i) == null) {
        places.put(add(array), new Place.Output(i));
      } else {
        sources.put(i, lost ? add(array) : array);
      }
    }
    return sources;
  }

  /** The input in whose memory an output has to be; null where it has memory of its own. */
  private Tensor overwritten(int output) {
    return donated.containsKey(output) ? graph.program().inputs().get(donated.get(output)) : null;
  }

  /** Adds a copy of an array; returns what it is copied to. */
  private Tensor add(Tensor array) {
    Step.Copy copy = new Step.Copy(array, Parameter.of(array.type()));
    steps.add(copy);
    order.add(copy);
    return copy.to();
  }

  Order order() {
    return order;
  }

  private boolean mayOverwrite(Step writer, Tensor array, Tensor input) {
    for (Step reader : order.readers(input)) {
      if (reader == writer ? !inPlace(writer, array, input) : order.dependsOn(reader, writer)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a step reads each element of the input last where it writes that of the result. */
  private static boolean inPlace(Step step, Tensor array, Tensor input) {
    return switch (step) {
      case Step.Pass(Loop loop, Cut _, var _) -> inPlace(loop, array, input);
      case ProductStep product -> product.a().base() != input && product.b().base() != input
          && product.node().result(0) != array && inPlace(product.epilogue().loop(), array, input);
      case Step.Plain _ -> true;
      case Step.Direct _,ControlStep _,Step.Copy _ -> false;
    };
  }

  private static boolean inPlace(Loop loop, Tensor array, Tensor input) {
    Operand written = null;
    for (Operand operand : loop.operands()) {
      if (written == null && operand.written() && operand.tensor() == array) {
        written = operand;
      }
    }
    if (written == null) { // folded in the end, when all has been read
      return true;
    }
    int store = stage(loop.kernel(), loop.operands().indexOf(written), false);
    for (int access = 0; access < loop.operands().size(); access++) {
      Operand operand = loop.operands().get(access);
      if (operand.tensor() == input
          && (operand.offset() != written.offset() || !operand.strides().equals(written.strides())
              || stage(loop.kernel(), access, true) > store)) {
        return false;
      }
    }
    return array.dtype() == input.dtype() && !written.partial();
  }

  /** The last stage that loads from an access, or the first one that stores to it. */
  private static int stage(Kernel kernel, int access, boolean load) {
    int found = -1;
    for (int stage = 0; stage < kernel.stages().size(); stage++) {
      for (Instruction instruction : kernel.stages().get(stage).code()) {
        boolean uses = switch (instruction) {
          case Instruction.Load(int from) -> load && from == access;
          case Instruction.Store(int to, int _) -> !load && to == access;
          default -> false;
        };
        found = uses && (load || found < 0) ? stage : found;
      }
    }
    return found;
  }

  private void copy(Tensor array, int output, Tensor overwritten) {
    places.put(add(array), new Place.Output(output));
    if (overwritten != null) {
      order.after(steps.getLast(), order.readers(overwritten));
    }
  }
}
