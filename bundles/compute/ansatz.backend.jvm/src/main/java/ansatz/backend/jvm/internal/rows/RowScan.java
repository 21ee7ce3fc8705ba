package ansatz.backend.jvm.internal.rows;

import ansatz.tensor.Node;
import ansatz.tensor.Program;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.HostCallback;
import ansatz.tensor.primitive.Scan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A scan that treats the rows of its carry and slices, the examples of a batch, each on its own: a task does all steps
 * for a block of rows, and waits for no other.
 *
 * @param body for every block but the last
 * @param last for the last block, which may have fewer rows
 * @param blocks how many there are
 */
public record RowScan(Program body, Program last, int blocks) {
  private static final int ROWS = 16;
  private static final int MOST_BLOCKS = 8;

  /** The blocks of a scan with a simplified body; null where rows depend on each other or are too few. */
  public static RowScan of(Scan scan) {
    Shape carry = scan.carries() == 0 ? Shape.SCALAR : scan.body().inputTypes().get(scan.constants()).shape();
    int count = first(carry);
    if (count < 2 * ROWS) {
      return null;
    }
    Rows rows = new Rows(count);
    List<Node> nodes = byRows(scan, rows);
    if (nodes == null) {
      return null;
    }
    int blocks = Integer.highestOneBit(Math.min(count / ROWS, MOST_BLOCKS)); // so that threads end together
    int part = (count + blocks - 1) / blocks;
    blocks = (count + part - 1) / part;
    Program body = program(scan, nodes, rows, part);
    int left = count - (blocks - 1) * part;
    return body == null ? null : new RowScan(body, left == part ? body : program(scan, nodes, rows, left), blocks);
  }

  private static int first(Shape shape) {
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.extent(axis) > 1) {
        return shape.extent(axis);
      }
    }
    return 1;
  }

  /** Whether an input of the body is given row by row: carries have to be, slices are where they have rows. */
  private static boolean isParted(Scan scan, Rows rows, int input) {
    return input >= scan.constants() + scan.carries()
        ? rows.axis(scan.body().inputs().get(input).shape()) >= 0
        : input >= scan.constants();
  }

  /** The nodes of the body that depend on rows; null where one of them, or an output, is not done row by row. */
  private static List<Node> byRows(Scan scan, Rows rows) {
    List<Tensor> inputs = scan.body().inputs();
    Set<Tensor> made = new HashSet<>();
    for (int i = 0; i < inputs.size(); i++) {
      if (isParted(scan, rows, i)) {
        made.add(inputs.get(i));
      }
    }
    if (!haveRows(made, rows) || !haveRows(scan.body().outputs(), rows)) {
      return null;
    }
    List<Node> nodes = new ArrayList<>();
    for (Node node : scan.body().nodes()) {
      if (node.operands().stream().anyMatch(made::contains)) {
        Rows.Use[] uses = rows.uses(node);
        for (int i = 0; i < node.operands().size(); i++) {
          if (uses == null || uses[i] == Rows.Use.WHOLE && made.contains(node.operand(i))) {
            return null;
          }
        }
        nodes.add(node);
        made.addAll(node.results());
      } else if (node.primitive() instanceof HostCallback || !node.primitive().bodies().isEmpty()) {
        return null; // once is enough
      }
    }
    return nodes;
  }

  private static boolean haveRows(Collection<Tensor> tensors, Rows rows) {
    return tensors.stream().allMatch(x -> rows.axis(x.shape()) >= 0);
  }

  /** The body for so many rows; null where it needs rows of what is no input. */
  private static Program program(Scan scan, List<Node> nodes, Rows rows, int part) {
    List<Tensor> inputs = scan.body().inputs();
    Set<Node> parted = new HashSet<>(nodes);
    RowProgram program = new RowProgram(rows, part, parted::contains, Set.of());
    List<Tensor> given = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      given.add(isParted(scan, rows, i) ? program.rowInput(inputs.get(i)) : program.wholeInput(inputs.get(i)));
    }
    for (Node node : scan.body().nodes()) {
      if (parted.contains(node)) {
        program.part(node.result(0));
      } else {
        program.whole(node);
      }
    }
    List<Tensor> outputs = scan.body().outputs().stream().map(program::part).toList();
    return program.rowInputs().size() + program.wholeInputs().size() == inputs.size()
        ? Program.of(given, outputs)
        : null;
  }
}
