package ansatz.backend.jvm.internal.optimize;

import ansatz.tensor.Node;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Broadcast;
import ansatz.tensor.primitive.Constant;
import ansatz.tensor.primitive.Dot;
import ansatz.tensor.primitive.HostCallback;
import ansatz.tensor.primitive.Iota;
import ansatz.tensor.primitive.Parameter;
import ansatz.tensor.primitive.Reshape;
import ansatz.tensor.primitive.Scan;
import ansatz.tensor.primitive.Transpose;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes out of a scan what needs no loop: work on constants is done once, contractions of slices for all steps at once.
 * So are constants transposed that are multiplied by, as far as the body is simplified already.
 */
final class ScanHoisting {
  private final Scan scan;
  private final List<Tensor> inputs;
  private final List<Tensor> operands;
  /** Tensors of the body that the carry goes into, and those that only slices, or neither, go into. */
  private final Set<Tensor> carried = new HashSet<>();
  private final Set<Tensor> sliced = new HashSet<>();
  private final Set<Tensor> literal = new HashSet<>();
  /** Tensors of the body as they are outside: for all steps along a first axis where they are sliced. */
  private final Map<Tensor, Tensor> outside = new HashMap<>();
  private final Map<Tensor, Tensor> newConstants = new LinkedHashMap<>();
  private final Map<Tensor, Tensor> newSlices = new LinkedHashMap<>();

  /** A scan with its operands. */
  record Hoisted(Scan scan, List<Tensor> operands) {}

  private ScanHoisting(Scan scan, List<Tensor> operands) {
    this.scan = scan;
    this.inputs = scan.body().inputs();
    this.operands = operands;
  }

  static Hoisted hoist(Scan scan, List<Tensor> operands) {
    ScanHoisting hoisting = new ScanHoisting(scan, operands);
    hoisting.classify();
    return hoisting.newConstants.isEmpty() && hoisting.newSlices.isEmpty()
        ? new Hoisted(scan, operands)
        : hoisting.rebuild();
  }

  private void classify() {
    int sequences = scan.constants() + scan.carries();
    for (int i = 0; i < inputs.size(); i++) {
      outside.put(inputs.get(i), operands.get(i));
      if (i >= scan.constants()) {
        (i < sequences ? carried : sliced).add(inputs.get(i));
      }
    }
    for (Node node : scan.body().nodes()) {
      if (node.primitive() instanceof HostCallback || !node.primitive().bodies().isEmpty()
          || node.operands().stream().anyMatch(carried::contains)) {
        carried.addAll(node.results());
        turned(node);
      } else if (node.operands().stream().anyMatch(sliced::contains)) {
        sliced.addAll(node.results());
        if (node.primitive() instanceof Dot) {
          newSlices.put(node.result(0), Parameter.of(node.types().getFirst()));
        }
      } else if (literal.containsAll(node.operands())) {
        literal.addAll(node.results());
      } else if (isWork(node)) {
        node.results().forEach(result -> newConstants.put(result, Parameter.of(result.type())));
      }
    }
  }

  /** A constant that products need transposed is transposed once: libraries read it faster row by row. */
  private void turned(Node node) {
    if (ProductRules.isProduct(node)) {
      Tensor right = node.operand(1);
      boolean constant = !carried.contains(right) && !sliced.contains(right);
      Tensor x = right;
      while (x.node().primitive() instanceof Reshape) {
        x = x.node().operand(0);
      }
      if (constant && x.node().primitive() instanceof Transpose) {
        newConstants.putIfAbsent(right, Parameter.of(right.type()));
      }
    }
  }

  private static boolean isWork(Node node) {
    return switch (node.primitive()) {
      case Constant _,Iota _,Reshape _,Transpose _,Broadcast _ -> false;
      default -> true;
    };
  }

  /** The tensor outside the loop. */
  private Tensor outside(Tensor inner) {
    if (!outside.containsKey(inner)) {
      Node node = inner.node();
      List<Tensor> arguments = node.operands().stream().map(this::outside).toList();
      List<Tensor> results = Node.onBehalfOf(node.line(), () -> {
        if (!sliced.contains(inner)) {
          return Node.of(node.primitive(), arguments).results();
        }
        boolean[] mapped = new boolean[arguments.size()];
        for (int i = 0; i < mapped.length; i++) {
          mapped[i] = sliced.contains(node.operand(i));
        }
        return node.primitive().batch(arguments, mapped, scan.length());
      });
      for (int i = 0; i < results.size(); i++) {
        outside.put(node.result(i), results.get(i));
      }
    }
    return outside.get(inner);
  }

  private Hoisted rebuild() {
    Map<Tensor, Tensor> renewed = new HashMap<>(newConstants);
    renewed.putAll(newSlices);
    for (Node node : scan.body().nodes()) {
      List<Tensor> arguments = node.operands().stream().map(x -> renewed.getOrDefault(x, x)).toList();
      if (!arguments.equals(node.operands())) {
        Node copy = Node.onBehalfOf(node.line(), () -> Node.of(node.primitive(), arguments));
        for (int i = 0; i < copy.results().size(); i++) {
          renewed.putIfAbsent(node.result(i), copy.result(i));
        }
      }
    }
    int carriesFrom = scan.constants();
    List<Tensor> parameters = new ArrayList<>(inputs.subList(0, carriesFrom));
    parameters.addAll(newConstants.values());
    parameters.addAll(inputs.subList(carriesFrom, inputs.size()));
    parameters.addAll(newSlices.values());
    List<Tensor> arguments = new ArrayList<>(operands.subList(0, carriesFrom));
    newConstants.keySet().forEach(x -> arguments.add(outside(x)));
    arguments.addAll(operands.subList(carriesFrom, operands.size()));
    newSlices.keySet().forEach(x -> arguments.add(outside(x)));
    List<Tensor> outputs = scan.body().outputs().stream().map(x -> renewed.getOrDefault(x, x)).toList();
    Scan smaller = new Scan(Program.of(parameters, outputs), carriesFrom + newConstants.size(), scan.carries(),
        scan.length(), scan.reverse());
    return new Hoisted(smaller, arguments);
  }
}
