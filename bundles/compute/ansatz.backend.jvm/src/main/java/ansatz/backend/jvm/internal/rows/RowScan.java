package ansatz.backend.jvm.internal.rows;

import ansatz.tensor.Node;
import ansatz.tensor.Program;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Scan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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
    int blocks = Math.min(count / ROWS, MOST_BLOCKS);
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

  /** The nodes of the body that depend on rows; null where one of them, or an output, is not done row by row. */
  private static List<Node> byRows(Scan scan, Rows rows) {
    List<Tensor> given = scan.body().inputs().subList(scan.constants(), scan.body().inputs().size());
    Set<Tensor> made = new HashSet<>(given);
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
      }
    }
    return Stream.concat(given.stream(), scan.body().outputs().stream()).allMatch(x -> rows.axis(x.shape()) >= 0)
        ? nodes
        : null;
  }

  /** The body for so many rows; null where it needs rows of what is no input. */
  private static Program program(Scan scan, List<Node> nodes, Rows rows, int part) {
    List<Tensor> inputs = scan.body().inputs();
    RowProgram program = new RowProgram(rows, part, new HashSet<>(nodes)::contains);
    inputs.subList(0, scan.constants()).forEach(program::wholeInput);
    inputs.subList(scan.constants(), inputs.size()).forEach(program::rowInput);
    nodes.forEach(node -> program.part(node.result(0)));
    List<Tensor> outputs = scan.body().outputs().stream().map(program::part).toList();
    List<Tensor> made = new ArrayList<>(program.wholeInputs().values());
    made.addAll(program.rowInputs().values());
    return made.size() == inputs.size() ? Program.of(made, outputs) : null;
  }
}
