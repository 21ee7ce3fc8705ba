package ansatz.backend.jvm.internal.rows;

import ansatz.backend.jvm.internal.optimize.Rearrange;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Program;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.ReduceSum;
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

/**
 * Divides a program's rows among tasks: a chain of products with what stands between them is done for a block of rows
 * from beginning to end by one task, which waits for no other and finds what it has made in its cache. Small sums over
 * rows, gradients of weights among them, are made in each block and added up in the order of the blocks, by whoever ends
 * last, or, where that is much, by steps of their own.
 */
public final class RowDivision {
  private static final int MOST_COUNTS = 6;
  /** Elements of the blocks' parts of sums from which on the threads share their adding up. */
  private static final long MANY = 100_000;
  /** Elements of a sum that is worth a step of its own then. */
  private static final int LARGE = 1024;

  private final RowRegions regions;
  private final Rows rows;
  private final Map<Integer, List<Node>> nodes = new HashMap<>();
  private final Set<Tensor> needed = new HashSet<>();
  /** What regions give, in the order of their results. */
  private final Map<Integer, List<Tensor>> results = new HashMap<>();
  private final Map<Integer, RowProgram> bodies = new HashMap<>();
  private final Map<Tensor, Tensor> known = new HashMap<>();
  private final Set<Tensor> transposed;
  /** Sums that regions leave in parts. */
  private final Set<Tensor> inParts = new HashSet<>();

  private RowDivision(RowRegions regions) {
    this.regions = regions;
    this.rows = regions.rows();
    this.transposed = TransposedOnce.of(regions);
    for (int level = 0; level <= regions.levels(); level++) {
      nodes.put(level, new ArrayList<>());
    }
    for (Node node : regions.program().nodes()) {
      nodes.get(regions.level(node)).add(node);
    }
  }

  /** The same program, or one in which regions are done block by block. */
  public static Program divide(Program program) {
    RowRegions best = null;
    for (int count : counts(program)) {
      Rows rows = new Rows(count);
      RowRegions regions = RowRegions.hasSeed(program, rows) ? new RowRegions(program, rows) : null;
      if (regions != null && regions.work() > (best == null ? 0 : best.work())) {
        best = regions;
      }
    }
    return best == null ? program : new RowDivision(best).divide();
  }

  /** How many rows there may be: the first extents of inputs and of all that is made, the most frequent ones. */
  private static List<Integer> counts(Program program) {
    Map<Integer, Integer> counts = new LinkedHashMap<>();
    for (Node node : program.nodes()) {
      count(node.types().getFirst().shape(), counts);
    }
    for (Tensor input : program.inputs()) {
      count(input.shape(), counts);
    }
    List<Integer> frequent = new ArrayList<>(counts.keySet());
    frequent.sort(Comparator.comparingInt(count -> -counts.get(count)));
    return frequent.subList(0, Math.min(MOST_COUNTS, frequent.size()));
  }

  private static void count(Shape shape, Map<Integer, Integer> counts) {
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.extent(axis) > 1) {
        counts.put(shape.extent(axis), counts.getOrDefault(shape.extent(axis), 0) + 1);
        return;
      }
    }
  }

  private Program divide() {
    Program program = regions.program();
    program.outputs().forEach(this::need);
    for (int level = regions.levels(); level >= 0; level--) {
      findBody(level);
      for (Node node : nodes.get(level).reversed()) {
        findNeeds(node);
      }
    }
    for (Tensor input : program.inputs()) {
      known.put(input, input);
    }
    for (int level = 0; level <= regions.levels(); level++) {
      for (Node node : nodes.get(level)) {
        if (!regions.isInside(node) && isNeeded(node)) {
          make(node);
        }
      }
      if (bodies.containsKey(level)) {
        make(level);
      }
    }
    List<Tensor> outputs = new ArrayList<>();
    for (Tensor output : program.outputs()) {
      outputs.add(outer(output));
    }
    return Program.of(program.inputs(), outputs);
  }

  /** Notes that a tensor has to be there outside of regions; views are made where they are needed, but in order. */
  private void need(Tensor x) {
    if (regions.isInside(x.node()) && Rows.isView(x.node()) && !(x.node().primitive() instanceof Transpose)) {
      need(x.node().operand(0));
    } else {
      needed.add(x);
    }
  }

  private boolean isNeeded(Node node) {
    for (Tensor result : node.results()) {
      if (needed.contains(result)) {
        return true;
      }
    }
    return false;
  }

  private void findNeeds(Node node) {
    if (regions.isInside(node) || !isNeeded(node)) {
      return;
    }
    int region = regions.partial(node);
    if (region >= 0) {
      results.computeIfAbsent(region, _ -> new ArrayList<>()).add(node.result(0));
    } else {
      for (Tensor operand : node.operands()) {
        need(operand);
      }
    }
  }

  /** Makes the program of a region, and notes what it needs. */
  private void findBody(int level) {
    if (regions.part(level) == 0) {
      return;
    }
    List<Tensor> made = new ArrayList<>();
    for (Node node : nodes.get(level)) {
      if (regions.isInside(node) && needed.contains(node.result(0))) {
        made.add(node.result(0));
      }
    }
    made.addAll(sums(level));
    results.put(level, made);
    if (!made.isEmpty()) {
      RowProgram body = rowProgram(level, regions.part(level));
      outputs(body, level);
      bodies.put(level, body);
      body.rowInputs().keySet().forEach(this::need);
      body.wholeInputs().keySet().forEach(this::need);
    }
  }

  /** A region's sums over rows: first those that are left in parts. */
  private List<Tensor> sums(int level) {
    List<Tensor> sums = new ArrayList<>(results.getOrDefault(level, List.of()));
    long elements = 0;
    for (Tensor sum : sums) {
      elements += sum.type().size() * blocks(level);
    }
    for (Tensor sum : sums) {
      if (elements > MANY && sum.type().size() >= LARGE) {
        inParts.add(sum);
      }
    }
    sums.sort(Comparator.comparing(sum -> !inParts.contains(sum)));
    return sums;
  }

  private RowProgram rowProgram(int level, int part) {
    return new RowProgram(rows, part, node -> regions.isInside(node, level), transposed);
  }

  private List<Tensor> outputs(RowProgram body, int level) {
    for (Node node : nodes.get(level)) {
      if (regions.isInside(node)) {
        body.part(node.result(0));
      }
    }
    List<Tensor> outputs = new ArrayList<>();
    for (Tensor x : results.get(level)) {
      outputs.add(isPartial(x, level) ? partial(body, x.node()) : body.part(x));
    }
    return outputs;
  }

  /** A block's share of a sum over rows. */
  private Tensor partial(RowProgram body, Node node) {
    List<Tensor> operands = RowRegions.isProduct(node)
        ? List.of(turned(body, node.operand(0)), body.part(node.operand(1)))
        : List.of(body.part(node.operand(0)));
    return Node.onBehalfOf(node.line(), node.primitive(), operands).result(0);
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
    List<Tensor> operands = new ArrayList<>();
    for (Tensor operand : node.operands()) {
      operands.add(outer(operand));
    }
    Primitive primitive = node.primitive();
    if (primitive instanceof Transpose(Axes order) && transposed.contains(node.result(0))) {
      primitive = new Rearrange(order);
    }
    Node made = primitive == node.primitive() && operands.equals(node.operands())
        ? node
        : Node.onBehalfOf(node.line(), primitive, operands);
    for (int i = 0; i < node.results().size(); i++) {
      known.put(node.result(i), made.result(i));
    }
  }

  /** Makes a region one node. */
  private void make(int level) {
    int part = regions.part(level);
    int blocks = blocks(level);
    RowProgram body = bodies.get(level);
    Program whole = program(body, level);
    int left = rows.count() - (blocks - 1) * part;
    Program last = left == part ? whole : program(rowProgram(level, left), level);
    List<Tensor> made = results.get(level);
    int parted = 0;
    List<TensorType> types = new ArrayList<>();
    for (Tensor x : made) {
      parted += isPartial(x, level) && !inParts.contains(x) ? 0 : 1;
      types.add(inParts.contains(x) ? x.type().with(x.shape().insert(0, blocks)) : x.type());
    }
    List<Tensor> operands = new ArrayList<>();
    for (Tensor x : body.wholeInputs().keySet()) {
      operands.add(outer(x));
    }
    for (Tensor x : body.rowInputs().keySet()) {
      operands.add(outer(x));
    }
    Node node = Node.onBehalfOf("",
        new ByRows(whole, last, blocks, body.wholeInputs().size(), parted, types), operands);
    for (int i = 0; i < made.size(); i++) {
      Tensor x = made.get(i);
      known.put(x, inParts.contains(x)
          ? Node.onBehalfOf(x.node().line(), new ReduceSum(Axes.of(0)), List.of(node.result(i))).result(0)
          : node.result(i));
    }
  }

  private int blocks(int level) {
    return (rows.count() + regions.part(level) - 1) / regions.part(level);
  }

  private boolean isPartial(Tensor x, int level) {
    return !regions.isInside(x.node()) && regions.partial(x.node()) == level;
  }

  private Program program(RowProgram body, int level) {
    List<Tensor> outputs = outputs(body, level);
    List<Tensor> inputs = new ArrayList<>(body.wholeInputs().values());
    inputs.addAll(body.rowInputs().values());
    return Program.of(inputs, outputs);
  }
}
