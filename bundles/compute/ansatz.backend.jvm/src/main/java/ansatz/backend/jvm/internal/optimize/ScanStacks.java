package ansatz.backend.jvm.internal.optimize;

import ansatz.tensor.Node;
import ansatz.tensor.Program;
import ansatz.tensor.ProgramTransforms;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Binary;
import ansatz.tensor.primitive.Broadcast;
import ansatz.tensor.primitive.Compare;
import ansatz.tensor.primitive.Constant;
import ansatz.tensor.primitive.Convert;
import ansatz.tensor.primitive.Iota;
import ansatz.tensor.primitive.Parameter;
import ansatz.tensor.primitive.Reshape;
import ansatz.tensor.primitive.Scan;
import ansatz.tensor.primitive.Select;
import ansatz.tensor.primitive.Unary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one scan stacks for another to read, as small as it can be: values that are cheap to compute of others are
 * computed again by the reader, and those others are stacked, where that is fewer bytes. A derivative asks for every
 * factor of every product; most are differences and products of a few that take long to compute.
 */
final class ScanStacks {
  private final Scan scan;
  private final Node node;
  /** Results of the scan that only scans read, slice by slice, and what they are in the body. */
  private final Map<Tensor, Tensor> read = new LinkedHashMap<>();
  /** Tensors of the body that have to be stacked. */
  private final Set<Tensor> stacked = new LinkedHashSet<>();
  private final Set<Tensor> seen = new HashSet<>();
  private final Map<Tensor, Tensor> known = new HashMap<>();

  private ScanStacks(Node node, Scan scan) {
    this.node = node;
    this.scan = scan;
  }

  /** The program with smaller stacks; the same one where there is nothing to gain. */
  static Program prune(Program program) {
    for (Node node : program.nodes()) {
      if (node.primitive() instanceof Scan scan) {
        ScanStacks stacks = new ScanStacks(node, scan);
        if (stacks.isSmaller(program)) {
          return prune(stacks.rebuild(program));
        }
      }
    }
    return program;
  }

  private boolean isSmaller(Program program) {
    for (int i = scan.carries(); i < node.results().size(); i++) {
      Tensor result = node.result(i);
      if (!program.outputs().contains(result) && program.nodes().stream()
          .allMatch(user -> !user.operands().contains(result) || reads(user, result))) {
        read.put(result, scan.body().outputs().get(i));
      }
    }
    read.values().forEach(this::findStacked);
    return bytes(stacked) < bytes(read.values());
  }

  private static long bytes(Iterable<Tensor> tensors) {
    long bytes = 0;
    for (Tensor tensor : tensors) {
      bytes += tensor.type().bytes();
    }
    return bytes;
  }

  /** Whether a node is a scan that reads a stack slice by slice, and no more. */
  private static boolean reads(Node user, Tensor stack) {
    return user.primitive() instanceof Scan reader
        && user.operands().subList(0, reader.constants() + reader.carries()).stream().noneMatch(x -> x == stack);
  }

  private void findStacked(Tensor x) {
    if (!seen.add(x)) {
      return;
    }
    if (isCheap(x.node())) {
      x.node().operands().forEach(this::findStacked);
    } else if (!isGiven(x) && !isKept(x)) {
      stacked.add(x);
    }
  }

  private static boolean isCheap(Node node) {
    return switch (node.primitive()) {
      case Unary.NEG, Unary.ABS, Unary.SIGN, Unary.SQRT, Unary.NOT -> true;
      case Binary.ADD, Binary.SUB, Binary.MUL, Binary.DIV, Binary.MAX, Binary.MIN -> true;
      case Compare _,Select _,Convert _,Reshape _,Broadcast _,Constant _,Iota _ -> true;
      default -> false;
    };
  }

  /** Whether a tensor of the body is a constant or a slice. */
  private boolean isGiven(Tensor x) {
    int input = scan.body().inputs().indexOf(x);
    return input >= 0 && (input < scan.constants() || input >= scan.constants() + scan.carries());
  }

  /** Whether a tensor of the body is stacked anyway. */
  private boolean isKept(Tensor x) {
    for (int i = scan.carries(); i < node.results().size(); i++) {
      if (scan.body().outputs().get(i) == x && !read.containsKey(node.result(i))) {
        return true;
      }
    }
    return false;
  }

  private Program rebuild(Program program) {
    program.inputs().forEach(input -> known.put(input, input));
    Map<Tensor, Tensor> stacks = new HashMap<>();
    for (Node each : program.nodes()) {
      Node.onBehalfOf(each.line(), () -> {
        if (each == node) {
          smaller(stacks);
        } else if (each.operands().stream().anyMatch(read::containsKey)) {
          put(each, new Reader(each, (Scan) each.primitive(), stacks).node());
        } else {
          put(each, Node.of(each.primitive(), each.operands().stream().map(known::get).toList()));
        }
        return null;
      });
    }
    return Program.of(program.inputs(), program.outputs().stream().map(known::get).toList());
  }

  private void put(Node old, Node made) {
    for (int i = 0; i < old.results().size(); i++) {
      known.put(old.result(i), made.result(i));
    }
  }

  /** Makes the scan that stacks what has to be, and says where tensors of its body are found. */
  private void smaller(Map<Tensor, Tensor> stacks) {
    List<Tensor> outputs = new ArrayList<>(scan.body().outputs().subList(0, scan.carries()));
    List<Tensor> kept = node.results().stream().skip(scan.carries()).filter(x -> !read.containsKey(x)).toList();
    kept.forEach(x -> outputs.add(scan.body().outputs().get(x.index())));
    outputs.addAll(stacked);
    Node made = Node.of(new Scan(Program.of(scan.body().inputs(), outputs), scan.constants(), scan.carries(),
        scan.length(), scan.reverse()), node.operands().stream().map(known::get).toList());
    for (int i = 0; i < scan.carries(); i++) {
      known.put(node.result(i), made.result(i));
    }
    for (int i = 0; i < kept.size(); i++) {
      known.put(kept.get(i), made.result(scan.carries() + i));
    }
    for (int i = scan.carries(); i < outputs.size(); i++) {
      stacks.put(outputs.get(i), made.result(i));
    }
    int sequences = scan.constants() + scan.carries();
    for (int i = sequences; i < node.operands().size(); i++) {
      stacks.putIfAbsent(scan.body().inputs().get(i), known.get(node.operand(i)));
    }
  }

  /** A scan that reads stacks, made anew to compute some of their slices. */
  private final class Reader {
    private final Node old;
    private final Scan reader;
    private final Map<Tensor, Tensor> stacks;
    /** Tensors of the first scan's body, in this one's. */
    private final Map<Tensor, Tensor> here = new HashMap<>();
    private final List<Tensor> constants = new ArrayList<>();
    private final List<Tensor> constantOperands = new ArrayList<>();
    private final List<Tensor> slices = new ArrayList<>();
    private final List<Tensor> sliceOperands = new ArrayList<>();

    Reader(Node old, Scan reader, Map<Tensor, Tensor> stacks) {
      this.old = old;
      this.reader = reader;
      this.stacks = stacks;
    }

    Node node() {
      List<Tensor> inputs = reader.body().inputs();
      int sequences = reader.constants() + reader.carries();
      Map<Tensor, Tensor> replaced = new HashMap<>();
      for (int i = sequences; i < inputs.size(); i++) {
        Tensor stack = old.operand(i);
        if (read.containsKey(stack)) {
          replaced.put(inputs.get(i), here(read.get(stack)));
        } else {
          slices.add(inputs.get(i));
          sliceOperands.add(known.get(stack));
        }
      }
      List<Tensor> parameters = new ArrayList<>(inputs.subList(0, reader.constants()));
      parameters.addAll(constants);
      parameters.addAll(inputs.subList(reader.constants(), sequences));
      parameters.addAll(slices);
      List<Tensor> arguments = new ArrayList<>();
      old.operands().subList(0, reader.constants()).forEach(x -> arguments.add(known.get(x)));
      arguments.addAll(constantOperands);
      old.operands().subList(reader.constants(), sequences).forEach(x -> arguments.add(known.get(x)));
      arguments.addAll(sliceOperands);
      List<Tensor> outputs = ProgramTransforms.substitute(reader.body().outputs(), replaced);
      return Node.of(new Scan(Program.of(parameters, outputs), reader.constants() + constants.size(),
          reader.carries(), reader.length(), reader.reverse()), arguments);
    }

    private Tensor here(Tensor x) {
      Tensor found = here.get(x);
      if (found == null) {
        found = make(x);
        here.put(x, found);
      }
      return found;
    }

    private Tensor make(Tensor x) {
      if (stacks.containsKey(x)) {
        slices.add(Parameter.of(x.type()));
        sliceOperands.add(stacks.get(x));
        return slices.getLast();
      }
      int input = scan.body().inputs().indexOf(x);
      if (input >= 0) {
        constants.add(Parameter.of(x.type()));
        constantOperands.add(known.get(ScanStacks.this.node.operand(input)));
        return constants.getLast();
      }
      List<Tensor> operands = x.node().operands().stream().map(this::here).toList();
      return Node.onBehalfOf(x.node().line(), () -> Node.of(x.node().primitive(), operands)).result(x.index());
    }
  }
}
