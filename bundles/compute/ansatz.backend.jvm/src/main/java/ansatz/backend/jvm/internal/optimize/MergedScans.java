package ansatz.backend.jvm.internal.optimize;

import ansatz.tensor.Node;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Scan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The scans of a program, those over the same operands with the same values inside as one: a derivative adds a copy of
 * the forward scan that hands on more of its values. Stacks that nothing uses are left out.
 */
final class MergedScans {
  private record Key(List<Tensor> operands, List<Tensor> inputs, List<Tensor> carry, int length, boolean reverse) {}

  private final Map<Key, List<Tensor>> stacks = new HashMap<>();
  private final Set<Tensor> used = new HashSet<>();

  MergedScans(Program program) {
    used.addAll(program.outputs());
    program.nodes().forEach(node -> used.addAll(node.operands()));
    for (Node node : program.nodes()) {
      if (node.primitive() instanceof Scan scan) {
        List<Tensor> all = stacks.computeIfAbsent(key(node, scan), _ -> new ArrayList<>());
        for (int i = scan.carries(); i < node.types().size(); i++) {
          Tensor output = scan.body().outputs().get(i);
          if (used.contains(node.result(i)) && !all.contains(output)) {
            all.add(output);
          }
        }
      }
    }
  }

  private static Key key(Node node, Scan scan) {
    return new Key(node.operands(), scan.body().inputs(), scan.body().outputs().subList(0, scan.carries()),
        scan.length(), scan.reverse());
  }

  /** The scan that stands for a node's; equal ones for nodes that are merged. */
  Scan merged(Node node, Scan scan) {
    Key key = key(node, scan);
    List<Tensor> outputs = new ArrayList<>(key.carry);
    outputs.addAll(stacks.get(key));
    return new Scan(Program.of(scan.body().inputs(), outputs), scan.constants(), scan.carries(), scan.length(),
        scan.reverse());
  }

  /** What identifies a node's merged scan. */
  Object identity(Node node, Scan scan) {
    return key(node, scan);
  }

  /** Which result of the merged scan a node's result is; null where nothing uses it. */
  Integer place(Node node, Scan scan, int result) {
    if (result < scan.carries()) {
      return result;
    }
    int stack = stacks.get(key(node, scan)).indexOf(scan.body().outputs().get(result));
    return stack < 0 ? null : scan.carries() + stack;
  }
}
