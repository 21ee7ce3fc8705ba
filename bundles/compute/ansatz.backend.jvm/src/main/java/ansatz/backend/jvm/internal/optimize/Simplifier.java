package ansatz.backend.jvm.internal.optimize;

import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Constant;
import ansatz.tensor.primitive.Checkpoint;
import ansatz.tensor.primitive.CustomVjp;
import ansatz.tensor.primitive.HostCallback;
import ansatz.tensor.primitive.Scan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a program anew, node by node, by rules that keep its meaning; what was made before is used again (common
 * subexpressions), and what nothing uses is not part of the new program.
 */
public final class Simplifier implements Rule.Maker {
  private static final List<Rule> RULES = List.of(new ConstantFolding(), new ShapeRules(), new ArithmeticRules(),
      new ProductRules(), new IndexRules(), new JoinRules(), new SparseRules(), new WindowRules(), new SliceRules(),
      new ConvolutionRules());

  private record Key(Primitive primitive, List<Tensor> operands) {}

  private record Scalar(TensorType type, long bits) {}

  private final Map<Key, Node> made = new HashMap<>();
  private final Map<Scalar, Tensor> scalars = new HashMap<>();

  private Simplifier() {}

  public static Program simplify(Program program) {
    Program simple = new Simplifier().rebuild(program);
    Program arranged = ChannelsLast.arrange(ScanStacks.prune(simple));
    return arranged == simple ? simple : new Simplifier().rebuild(arranged);
  }

  private Program rebuild(Program program) {
    return Program.of(program.inputs(), rebuild(program, program.inputs()));
  }

  /** The outputs for given inputs. */
  private List<Tensor> rebuild(Program program, List<Tensor> inputs) {
    Map<Tensor, Tensor> known = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      known.put(program.inputs().get(i), inputs.get(i));
    }
    MergedScans scans = new MergedScans(program);
    Map<Object, List<Tensor>> scanned = new HashMap<>();
    for (Node node : program.nodes()) {
      List<Tensor> operands = node.operands().stream().map(known::get).toList();
      Node.onBehalfOf(node.line(), () -> {
        if (node.primitive() instanceof Scan scan) {
          Object identity = scans.identity(node, scan);
          List<Tensor> results = scanned.get(identity);
          if (results == null) {
            results = scan(scans.merged(node, scan), node.operands(), known);
            scanned.put(identity, results);
          }
          for (int i = 0; i < node.types().size(); i++) {
            Integer place = scans.place(node, scan, i);
            if (place != null) {
              known.put(node.result(i), results.get(place));
            }
          }
        } else {
          List<Tensor> results = results(node, operands);
          for (int i = 0; i < results.size(); i++) {
            known.put(node.result(i), results.get(i));
          }
        }
        return null;
      });
    }
    return program.outputs().stream().map(known::get).toList();
  }

  private List<Tensor> results(Node node, List<Tensor> operands) {
    return switch (node.primitive()) {
      case Checkpoint(Program body) -> rebuild(body, operands);
      case CustomVjp(Program body, Program _) -> rebuild(body, operands);
      case Primitive primitive when node.results().size() == 1 -> List.of(make(primitive, operands));
      case Primitive primitive -> share(primitive, operands).results();
    };
  }

  /** A scan without what needs no loop; what was taken out is simplified like the rest. */
  private List<Tensor> scan(Scan scan, List<Tensor> operands, Map<Tensor, Tensor> known) {
    ScanHoisting.Hoisted first = ScanHoisting.hoist(scan, operands);
    ScanHoisting.Hoisted hoisted = ScanHoisting.hoist(withBody(first.scan(), simplify(first.scan().body())),
        first.operands());
    return share(hoisted.scan(), hoisted.operands().stream().map(x -> simplified(x, known)).toList()).results();
  }

  private static Scan withBody(Scan scan, Program body) {
    return new Scan(body, scan.constants(), scan.carries(), scan.length(), scan.reverse());
  }

  private Tensor simplified(Tensor tensor, Map<Tensor, Tensor> known) {
    if (!known.containsKey(tensor)) {
      Node node = tensor.node();
      List<Tensor> operands = node.operands().stream().map(x -> simplified(x, known)).toList();
      List<Tensor> results = Node.onBehalfOf(node.line(), () -> results(node, operands));
      for (int i = 0; i < results.size(); i++) {
        known.put(node.result(i), results.get(i));
      }
    }
    return known.get(tensor);
  }

  @Override
  public Tensor make(Primitive primitive, Tensor... operands) {
    return make(primitive, List.of(operands));
  }

  @Override
  public boolean isMade(Primitive primitive, Tensor... operands) {
    return made.containsKey(new Key(primitive, List.of(operands)));
  }

  private Tensor make(Primitive primitive, List<Tensor> operands) {
    if (primitive instanceof Constant(Values values) && values.size() == 1) {
      return scalars.computeIfAbsent(new Scalar(values.type(), Uniform.bits(values)), _ -> Constant.of(values));
    }
    for (Rule rule : RULES) {
      Tensor better = rule.rewrite(primitive, operands, this);
      if (better != null) {
        return better;
      }
    }
    return share(primitive, operands).result(0);
  }

  private Node share(Primitive primitive, List<Tensor> operands) {
    return primitive instanceof HostCallback
        ? Node.of(primitive, operands)
        : made.computeIfAbsent(new Key(primitive, operands), _ -> Node.of(primitive, operands));
  }
}
