package ansatz.backend.jvm.internal.plan;

import ansatz.backend.jvm.internal.fuse.Fuser;
import ansatz.backend.jvm.internal.fuse.Graph;
import ansatz.backend.jvm.internal.fuse.Loop;
import ansatz.backend.jvm.internal.fuse.MatrixView;
import ansatz.backend.jvm.internal.fuse.Operand;
import ansatz.backend.jvm.internal.fuse.Parts;
import ansatz.backend.jvm.internal.fuse.StridedView;
import ansatz.backend.jvm.internal.product.CompiledProduct;
import ansatz.backend.jvm.internal.routine.Convolutions;
import ansatz.backend.jvm.internal.routine.Routine;
import ansatz.backend.jvm.internal.routine.Routines;
import ansatz.linalg.LinearAlgebra;
import ansatz.tensor.DType;
import ansatz.tensor.Node;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.primitive.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** The steps of a graph: its loops, products with the loops that can follow them block by block, and the rest. */
final class Steps {
  /** Loops over all elements do not become loops over rows that are shorter. */
  private static final int SHORT = 32;
  /** Bytes of a cache line. */
  private static final int LINE = 64;

  private final Graph graph;
  private final List<Loop> loops;
  private final BiFunction<Node, List<Tensor>, Step> control;
  private final boolean alone;
  private final Optional<LinearAlgebra> algebra;
  private final Map<Tensor, Object> writers = new HashMap<>();
  private final Set<Loop> attached = Collections.newSetFromMap(new IdentityHashMap<>());

  private Steps(Graph graph, List<Loop> loops, boolean alone, Optional<LinearAlgebra> algebra,
      BiFunction<Node, List<Tensor>, Step> control) {
    this.graph = graph;
    this.algebra = algebra;
    this.alone = alone;
    this.control = control;
    this.loops = loops;
  }

  /**
   * @param fuse false makes every node a step of its own
   * @param alone whether one thread does everything, so that nothing is cut into tasks
   * @param algebra where factorisations come from
   * @param control makes the step of a node that runs programs, with the arrays that it reads
   */
  static List<Step> of(Graph graph, boolean fuse, boolean alone, Optional<LinearAlgebra> algebra,
      BiFunction<Node, List<Tensor>, Step> control) {
    return new Steps(graph, Fuser.fuse(graph, fuse), alone, algebra, control).steps(fuse);
  }

  private List<Step> steps(boolean fuse) {
    for (Loop loop : loops) {
      for (Operand operand : loop.operands()) {
        if (operand.written()) {
          writers.put(operand.tensor(), loop);
        }
      }
    }
    for (Node node : graph.program().nodes()) {
      if (isProduct(node)) {
        writers.put(node.result(0), node);
      }
    }
    List<Step> steps = new ArrayList<>();
    for (Node node : graph.program().nodes()) {
      if (isProduct(node)) {
        product(node, fuse ? follower(node) : null, steps);
      } else if (graph.kind(node) == Graph.Kind.DIRECT) {
        steps.add(direct(node));
      } else if (graph.kind(node) == Graph.Kind.PLAIN) {
        Set<Tensor> reads = new LinkedHashSet<>();
        node.operands().forEach(x -> reads.add(graph.array(x)));
        steps.add(new Step.Plain(node, reads));
      }
    }
    for (Loop loop : loops) {
      if (!attached.contains(loop)) {
        steps.add(pass(loop, Cut.of(loop, alone)));
      }
    }
    return steps;
  }

  private Step direct(Node node) {
    List<Tensor> operands = new ArrayList<>();
    for (Tensor x : node.operands()) {
      operands.add(graph.array(x));
    }
    if (Graph.isControl(node)) {
      return control.apply(node, operands);
    }
    Routine routine = null;
    if (Convolutions.isConvolution(node.primitive())) {
      StridedView x = StridedView.of(graph, node.operand(0));
      StridedView w = StridedView.of(graph, node.operand(1));
      operands = List.of(x.base(), w.base());
      routine = Convolutions.of(node, strides(x), strides(w));
    } else {
      routine = Routines.of(node, algebra);
    }
    return new Step.Direct(node, operands, routine, routine.scratch() == 0 ? null : scratch(routine.scratch()));
  }

  private static long[] strides(StridedView view) {
    return view.strides().stream().mapToLong(Long::longValue).toArray();
  }

  /** Memory that a step needs while it runs. */
  static Tensor scratch(long bytes) {
    return Parameter.of(TensorType.of(DType.BOOL, Math.toIntExact((bytes + LINE - 1) / LINE), LINE));
  }

  private boolean isProduct(Node node) {
    return graph.kind(node) == Graph.Kind.PRODUCT;
  }

  private static Step.Pass pass(Loop loop, Cut cut) {
    if (!loop.hasParts() || cut.calls() == 1) {
      return new Step.Pass(loop, cut);
    }
    Parts parts = Parts.of(loop, cut.calls());
    return new Step.Pass(parts.loop(), cut, parts.combining().stream().map(Step.Pass::once).toList());
  }

  private void product(Node node, Loop follower, List<Step> steps) {
    MatrixView a = MatrixView.of(graph, node.operand(0));
    MatrixView b = MatrixView.of(graph, node.operand(1));
    ProductCut cut = ProductCut.of(node, follower, alone);
    CompiledProduct compiled = compiled(node, a, b, cut);
    Tensor scratch = compiled == null || compiled.scratch() == 0 ? null : scratch(compiled.scratch());
    Step.Pass pass = null;
    if (follower != null) {
      Cut rows = cut.rows();
      long perRow = follower.rows() / rows.rows();
      pass = pass(follower, new Cut(follower.rows(), rows.rowsPerCall() * perRow, rows.callsPerTask()));
    }
    steps.add(new ProductStep(node, a, b, cut, compiled, scratch, pass));
  }

  private static CompiledProduct compiled(Node node, MatrixView a, MatrixView b, ProductCut cut) {
    Shape shape = node.types().getFirst().shape();
    int n = shape.extent(2);
    return node.types().getFirst().dtype() == DType.F32 && shape.extent(0) == 1 && cut.columnBlocks(n) == 1
        ? CompiledProduct.of(a, b, cut.rows().rowsByTask(), n, node.operand(0).shape().extent(2))
        : null;
  }

  /** A loop that walks through the product's result row by row and needs nothing that is made of it elsewhere. */
  private Loop follower(Node product) {
    Tensor result = product.result(0);
    for (Loop loop : loops) {
      Loop walking = attached.contains(loop) || !reads(loop, result) ? null : walking(loop, product);
      if (walking != null && !dependsElsewhere(loop, result)) {
        attached.add(loop);
        return walking;
      }
    }
    return null;
  }

  private static boolean reads(Loop loop, Tensor array) {
    for (Operand operand : loop.operands()) {
      if (operand.tensor() == array && !operand.written()) {
        return true;
      }
    }
    return false;
  }

  /** The loop, as one over the product's rows; null where it is none. */
  private static Loop walking(Loop loop, Node product) {
    if (ProductCut.walksRows(loop, product)) {
      return loop;
    }
    int columns = product.types().getFirst().shape().extent(2);
    Loop rows = columns < SHORT ? null : loop.inRows(product.types().getFirst().size() / columns);
    return rows != null && ProductCut.walksRows(rows, product) ? rows : null;
  }

  private boolean dependsElsewhere(Loop loop, Tensor result) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Operand operand : loop.operands()) {
      if (!operand.written() && operand.tensor() != result && isMadeOf(operand.tensor(), result.node(), seen)) {
        return true;
      }
    }
    return false;
  }

  private boolean isMadeOf(Tensor array, Node origin, Set<Object> seen) {
    Object writer = writers.getOrDefault(array, array.node());
    if (writer == origin) {
      return true;
    }
    if (!seen.add(writer)) {
      return false;
    }
    if (writer instanceof Loop loop) {
      for (Operand operand : loop.operands()) {
        if (!operand.written() && isMadeOf(operand.tensor(), origin, seen)) {
          return true;
        }
      }
      return false;
    }
    for (Tensor x : ((Node) writer).operands()) {
      if (isMadeOf(graph.base(x), origin, seen)) {
        return true;
      }
    }
    return false;
  }
}
