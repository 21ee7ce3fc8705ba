package ansatz.backend.jvm.internal.rows;

import ansatz.tensor.Node;
import ansatz.tensor.Program;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Reshape;
import ansatz.tensor.primitive.Transpose;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Divides a program's rows among tasks: a chain of products with what stands between them is done for a block of rows
 * from beginning to end by one task, which waits for no other and finds what it has made in its cache. Small sums over
 * rows, gradients of weights among them, are made in each block and added up in the order of the blocks.
 */
public final class RowDivision {
  private static final int MOST_COUNTS = 6;

  private final RowRegions regions;
  private final Rows rows;
  private final Map<Integer, List<Node>> nodes = new HashMap<>();
  private final Set<Tensor> needed = new HashSet<>();
  /** What regions give, in the order of their results. */
  private final Map<Integer, List<Tensor>> results = new HashMap<>();
  private final Map<Integer, RowProgram> bodies = new HashMap<>();
  private final Map<Tensor, Tensor> known = new HashMap<>();

  private RowDivision(RowRegions regions) {
    this.regions = regions;
    this.rows = regions.rows();
    regions.program().nodes()
        .forEach(node -> nodes.computeIfAbsent(regions.level(node), _ -> new ArrayList<>()).add(node));
  }

  /** The same program, or one in which regions are done block by block. */
  public static Program divide(Program program) {
    return counts(program).map(count -> new RowRegions(program, new Rows(count)))
        .filter(regions -> regions.work() > 0).max(Comparator.comparingLong(RowRegions::work))
        .map(regions -> new RowDivision(regions).divide()).orElse(program);
  }

  /** How many rows there may be: the first extents of inputs and of all that is made, the most frequent ones. */
  private static Stream<Integer> counts(Program program) {
    Map<Integer, Integer> counts = new LinkedHashMap<>();
    Stream.concat(program.nodes().stream().map(node -> node.result(0)), program.inputs().stream()).map(Tensor::shape)
        .forEach(shape -> {
          for (int axis = 0; axis < shape.rank(); axis++) {
            if (shape.extent(axis) > 1) {
              counts.merge(shape.extent(axis), 1, Integer::sum);
              return;
            }
          }
        });
    return counts.entrySet().stream().sorted(Map.Entry.<Integer, Integer>comparingByValue().reversed())
        .limit(MOST_COUNTS).map(Map.Entry::getKey);
  }

  private Program divide() {
    Program program = regions.program();
    program.outputs().forEach(this::need);
    for (int level = regions.levels(); level >= 0; level--) {
      findBody(level);
      nodes.getOrDefault(level, List.of()).reversed().forEach(this::findNeeds);
    }
    program.inputs().forEach(input -> known.put(input, input));
    for (int level = 0; level <= regions.levels(); level++) {
      for (Node node : nodes.getOrDefault(level, List.of())) {
        if (!regions.isInside(node) && node.results().stream().anyMatch(needed::contains)) {
          make(node);
        }
      }
      if (bodies.containsKey(level)) {
        make(level);
      }
    }
    return Program.of(program.inputs(), program.outputs().stream().map(this::outer).toList());
  }

  /** Notes that a tensor has to be there outside of regions; views are made where they are needed, but in order. */
  private void need(Tensor x) {
    if (regions.isInside(x.node()) && Rows.isView(x.node()) && !(x.node().primitive() instanceof Transpose)) {
      need(x.node().operand(0));
    } else {
      needed.add(x);
    }
  }

  private void findNeeds(Node node) {
    if (regions.isInside(node) || node.results().stream().noneMatch(needed::contains)) {
      return;
    }
    int region = regions.partial(node);
    if (region >= 0) {
      results.computeIfAbsent(region, _ -> new ArrayList<>()).add(node.result(0));
    } else {
      node.operands().forEach(this::need);
    }
  }

  /** Makes the program of a region, and notes what it needs. */
  private void findBody(int level) {
    if (regions.part(level) == 0) {
      return;
    }
    List<Tensor> made = results.computeIfAbsent(level, _ -> new ArrayList<>());
    made.addAll(0, nodes.get(level).stream().filter(regions::isInside).map(node -> node.result(0))
        .filter(needed::contains).toList());
    if (!made.isEmpty()) {
      RowProgram body = new RowProgram(rows, regions.part(level), node -> regions.isInside(node, level));
      outputs(body, level);
      bodies.put(level, body);
      body.rowInputs().keySet().forEach(this::need);
      body.wholeInputs().keySet().forEach(this::need);
    }
  }

  private List<Tensor> outputs(RowProgram body, int level) {
    nodes.get(level).stream().filter(regions::isInside).forEach(node -> body.part(node.result(0)));
    return results.get(level).stream().map(x -> regions.partial(x.node()) == level && !regions.isInside(x.node())
        ? partial(body, x.node())
        : body.part(x)).toList();
  }

  /** A block's share of a sum over rows. */
  private Tensor partial(RowProgram body, Node node) {
    List<Tensor> operands = RowRegions.isProduct(node)
        ? List.of(turned(body, node.operand(0)), body.part(node.operand(1)))
        : List.of(body.part(node.operand(0)));
    return Node.onBehalfOf(node.line(), () -> Node.of(node.primitive(), operands)).result(0);
  }

  private Tensor turned(RowProgram body, Tensor matrix) {
    Tensor from = regions.turned(matrix);
    Tensor x = matrix;
    while (x.node().primitive() instanceof Reshape) {
      x = x.node().operand(0);
    }
    Tensor part = body.part(from);
    Tensor transposed = Node.apply(x.node().primitive(), part);
    int columns = part.shape().extent(rows.axis(from.shape()));
    Shape shape = matrix.shape().with(2, columns);
    return transposed.shape().equals(shape) ? transposed : Node.apply(new Reshape(shape), transposed);
  }

  /** A tensor of the new program. */
  private Tensor outer(Tensor x) {
    if (!known.containsKey(x)) {
      make(x.node());
    }
    return known.get(x);
  }

  private void make(Node node) {
    if (known.containsKey(node.result(0))) {
      return;
    }
    List<Tensor> operands = node.operands().stream().map(this::outer).toList();
    Node made = operands.equals(node.operands())
        ? node
        : Node.onBehalfOf(node.line(), () -> Node.of(node.primitive(), operands));
    for (int i = 0; i < node.results().size(); i++) {
      known.put(node.result(i), made.result(i));
    }
  }

  /** Makes a region one node. */
  private void make(int level) {
    int part = regions.part(level);
    int blocks = (rows.count() + part - 1) / part;
    RowProgram body = bodies.get(level);
    Program whole = program(body, level);
    int left = rows.count() - (blocks - 1) * part;
    Program last = left == part ? whole : program(new RowProgram(rows, left, n -> regions.isInside(n, level)), level);
    List<Tensor> made = results.get(level);
    int parted = (int) made.stream().filter(x -> !isPartial(x, level)).count();
    List<Tensor> operands = Stream.concat(body.wholeInputs().keySet().stream(), body.rowInputs().keySet().stream())
        .map(this::outer).toList();
    Node node = Node.onBehalfOf("", () -> Node.of(
        new ByRows(whole, last, blocks, body.wholeInputs().size(), parted, made.stream().map(Tensor::type).toList()),
        operands));
    for (int i = 0; i < made.size(); i++) {
      known.put(made.get(i), node.result(i));
    }
  }

  private boolean isPartial(Tensor x, int level) {
    return !regions.isInside(x.node()) && regions.partial(x.node()) == level;
  }

  private Program program(RowProgram body, int level) {
    List<Tensor> outputs = outputs(body, level);
    return Program.of(Stream.concat(body.wholeInputs().values().stream(), body.rowInputs().values().stream()).toList(),
        outputs);
  }
}
