package ansatz.backend.jvm.internal.rows;

import ansatz.backend.jvm.internal.optimize.ProductRules;
import ansatz.tensor.Node;
import ansatz.tensor.Program;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.ReduceSum;
import ansatz.tensor.primitive.Reshape;
import ansatz.tensor.primitive.Transpose;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of a program is done row by row, in regions. A region waits for what it needs all of, so nodes have levels: those
 * of region p need nothing of other nodes above level p, and what needs their whole results is at level p + 1.
 */
final class RowRegions {
  /** Blocks of fewer rows are slow to multiply. */
  private static final int ROWS = 32;
  /** But two blocks of so many are better than none, and the code is that of a larger batch. */
  private static final int FEW_ROWS = 16;
  private static final int MOST_BLOCKS = 8;
  /** Less work than this is not worth another block, in nanoseconds. */
  private static final double BLOCK = 10_000;
  /** Sums over rows are made block by block where each has at most so many elements. */
  private static final int PARTIAL = 8192;

  private final Program program;
  private final Rows rows;
  private final Map<Node, Rows.Use[]> uses = new HashMap<>();
  private final Map<Node, Integer> levels = new HashMap<>();
  private final Set<Node> inside = new HashSet<>();
  private final Map<Tensor, List<Node>> users = new HashMap<>();
  private final Map<Integer, Integer> blocks = new HashMap<>();

  RowRegions(Program program, Rows rows) {
    this.program = program;
    this.rows = rows;
    for (Node node : program.nodes()) {
      uses.put(node, rows.uses(node));
      for (Tensor x : node.operands()) {
        users.computeIfAbsent(x, _ -> new ArrayList<>()).add(node);
      }
      classify(node);
    }
    Set<Tensor> outputs = new HashSet<>(program.outputs());
    for (Node node : program.nodes().reversed()) {
      absorb(node, outputs);
    }
    int most = levels();
    for (int region = 0; region <= most; region++) {
      int count = blocks(region);
      if (count < 2) {
        int dropped = region;
        inside.removeIf(node -> levels.get(node) == dropped);
      } else {
        blocks.put(region, count);
      }
    }
  }

  /** Whether there is a product with which a region may begin. */
  static boolean hasSeed(Program program, Rows rows) {
    for (Node node : program.nodes()) {
      if (isProduct(node) && isSeed(node, rows)) {
        return true;
      }
    }
    return false;
  }

  Program program() {
    return program;
  }

  Rows rows() {
    return rows;
  }

  /** The highest level there is. */
  int levels() {
    int most = 0;
    for (int level : levels.values()) {
      most = Math.max(most, level);
    }
    return most;
  }

  int level(Node node) {
    return levels.getOrDefault(node, 0);
  }

  boolean isInside(Node node) {
    return inside.contains(node);
  }

  boolean isInside(Node node, int region) {
    return inside.contains(node) && levels.get(node) == region;
  }

  /** Rows in each block of a region, but maybe the last; 0 where there is no such region. */
  int part(int region) {
    int count = blocks.getOrDefault(region, 0);
    return count == 0 ? 0 : (rows.count() + count - 1) / count;
  }

  /** Floating-point operations of the products in regions. */
  long work() {
    long work = 0;
    for (Node node : inside) {
      work += isProduct(node) ? node.primitive().flops(node) : 0;
    }
    return work;
  }

  static boolean isProduct(Node node) {
    return ProductRules.isProduct(node);
  }

  private void classify(Node node) {
    Rows.Use[] uses = this.uses.get(node);
    boolean byRows = isProduct(node) && isSeed(node, rows);
    int level = 0;
    for (int i = 0; i < node.operands().size(); i++) {
      Node operand = node.operand(i).node();
      boolean whole = uses == null || uses[i] == Rows.Use.WHOLE;
      level = Math.max(level, level(operand) + (whole && isInside(operand) ? 1 : 0));
      byRows |= !whole && isInside(operand);
    }
    if (byRows) {
      inside.add(node);
    } else if (uses != null) { // another use than the one by rows
      for (Tensor operand : node.operands()) {
        level = Math.max(level, level(operand.node()) + (isInside(operand.node()) ? 1 : 0));
      }
    }
    levels.put(node, level);
  }

  /** Whether a product's rows come from the rows of what is in memory. */
  private static boolean isSeed(Node product, Rows rows) {
    Rows.Use[] uses = rows.uses(product);
    for (int i = 0; uses != null && i < uses.length; i++) {
      if (uses[i] == Rows.Use.ROW && !rows.hasRows(product.operand(i))) {
        return false;
      }
    }
    return uses != null;
  }

  /** What only the rows of a region use is done there too. */
  private void absorb(Node node, Set<Tensor> outputs) {
    if (isInside(node) || node.results().size() != 1 || outputs.contains(node.result(0)) || uses.get(node) == null) {
      return;
    }
    int region = -1;
    for (Node user : users.getOrDefault(node.result(0), List.of())) {
      if (!isInside(user) || region >= 0 && levels.get(user) != region
          || uses.get(user)[user.operands().indexOf(node.result(0))] == Rows.Use.WHOLE) {
        return;
      }
      region = levels.get(user);
    }
    if (region >= 0) {
      inside.add(node);
      levels.put(node, region);
    }
  }

  /** How many blocks a region is worth: several products that wait for each other, each of enough rows. */
  private int blocks(int region) {
    int products = 0;
    int fewest = Integer.MAX_VALUE;
    double nanos = 0;
    for (Node node : program.nodes()) {
      if (!isInside(node, region)) {
        continue;
      }
      nanos += isProduct(node) ? node.primitive().flops(node) / 100.0 : node.types().getFirst().size() / 10.0;
      if (isProduct(node)) {
        Shape shape = node.types().getFirst().shape();
        products++;
        fewest = Math.min(fewest, Math.max(1, shape.extent(0) * shape.extent(1) / rows.count()));
      }
    }
    if (products < 2) {
      return 0;
    }
    int wanted = Math.max(rows.count() / part(ROWS, fewest), Math.min(2, rows.count() / part(FEW_ROWS, fewest)));
    int most = Math.clamp((long) Math.min(nanos / BLOCK + 1, wanted), 1, MOST_BLOCKS);
    int even = Integer.highestOneBit(most); // so that two or four threads end together
    int each = (rows.count() + even - 1) / even;
    return (rows.count() + each - 1) / each;
  }

  /** How many rows make up so many rows of each product, which has {@code fewest} of them a row. */
  private static int part(int productRows, int fewest) {
    return (productRows + fewest - 1) / fewest;
  }

  /** The region in which a sum over rows is made block by block; -1 where it is not. */
  int partial(Node node) {
    int region = -1;
    if (!isInside(node) && node.types().getFirst().size() <= PARTIAL) {
      if (node.primitive() instanceof ReduceSum(Axes axes) && isInside(node.operand(0).node())
          && axes.contains(rows.axis(node.operand(0).shape()))) {
        region = level(node.operand(0).node());
      } else if (isProduct(node) && node.types().getFirst().shape().extent(0) == 1
          && rows.axis(node.operand(1).shape()) == 1 && turned(node.operand(0)) != null) {
        Tensor x = turned(node.operand(0));
        Tensor y = node.operand(1);
        boolean made = isInside(x.node()) || isInside(y.node());
        boolean given = rows.hasRows(x) && rows.hasRows(y);
        region = made && given ? Math.max(level(x.node()), level(y.node())) : -1;
      }
    }
    return blocks.containsKey(region) ? region : -1;
  }

  /** What a matrix [1,m,rows] is the transpose of; null where its columns are not rows of something else. */
  Tensor turned(Tensor matrix) {
    Tensor x = matrix;
    while (x.node().primitive() instanceof Reshape) {
      x = x.node().operand(0);
    }
    if (!(x.node().primitive() instanceof Transpose(Axes order))) {
      return null;
    }
    Tensor from = x.node().operand(0);
    int axis = rows.axis(from.shape());
    return axis >= 0 && order.get(order.size() - 1) == axis
        && from.shape().extent(axis) == matrix.shape().extent(-1) ? from : null;
  }
}
