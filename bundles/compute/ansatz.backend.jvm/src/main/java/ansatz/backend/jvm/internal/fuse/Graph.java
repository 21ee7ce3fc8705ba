package ansatz.backend.jvm.internal.fuse;

import ansatz.backend.jvm.internal.optimize.ProductRules;
import ansatz.backend.jvm.internal.optimize.ReduceExtremum;
import ansatz.backend.jvm.internal.routine.Convolutions;
import ansatz.backend.jvm.internal.routine.Routines;
import ansatz.backend.jvm.internal.rows.ByRows;
import ansatz.tensor.DType;
import ansatz.tensor.Node;
import ansatz.tensor.Program;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.primitive.Barrier;
import ansatz.tensor.primitive.Broadcast;
import ansatz.tensor.primitive.Cond;
import ansatz.tensor.primitive.Constant;
import ansatz.tensor.primitive.Elementwise;
import ansatz.tensor.primitive.Iota;
import ansatz.tensor.primitive.Parameter;
import ansatz.tensor.primitive.ReduceSum;
import ansatz.tensor.primitive.Reshape;
import ansatz.tensor.primitive.Reverse;
import ansatz.tensor.primitive.Scan;
import ansatz.tensor.primitive.Slice;
import ansatz.tensor.primitive.Transpose;
import ansatz.tensor.primitive.While;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A program seen as work and views: which nodes compute, which only say where elements lie, and who uses what once views
 * are looked through.
 */
public final class Graph {
  /** What becomes of a node. */
  public enum Kind {
    /** Says where elements lie. */
    VIEW,
    /** A number or a count that is computed where it is used. */
    LEAF,
    /** Values from outside, row-major in memory. */
    GIVEN,
    /** Work for a kernel. */
    LOOP,
    /** A product of matrices. */
    PRODUCT,
    /** Loops written by hand, or calls of a native library. */
    DIRECT,
    /** Run by the primitive's own plain loops. */
    PLAIN
  }

  private final Program program;
  private final Target target;
  private final Map<Node, Kind> kinds = new HashMap<>();
  private final Set<Node> copied = new HashSet<>();
  private final Map<Tensor, Set<Node>> users = new HashMap<>();
  private final Set<Tensor> results = new LinkedHashSet<>();

  public Graph(Program program, Target target) {
    this.program = program;
    this.target = target;
    program.nodes().forEach(this::findCopies);
    program.outputs().forEach(this::requireArray);
    for (Node node : program.nodes()) {
      if (kind(node).compareTo(Kind.LOOP) >= 0) {
        node.operands().forEach(x -> users.computeIfAbsent(base(x), _ -> new LinkedHashSet<>()).add(node));
      }
    }
    program.outputs().forEach(output -> results.add(base(output)));
  }

  public Program program() {
    return program;
  }

  Target target() {
    return target;
  }

  public Kind kind(Node node) {
    Kind kind = kinds.get(node);
    if (kind == null) {
      kind = classify(node);
      kinds.put(node, kind);
    }
    return kind;
  }

  private Kind classify(Node node) {
    boolean empty = isEmpty(node);
    return switch (node.primitive()) {
      case Parameter _ -> Kind.GIVEN;
      case Constant constant -> constant.values().size() == 1 ? Kind.LEAF : Kind.GIVEN;
      case Iota _ -> Kind.LEAF;
      case Reshape _,Barrier _ -> Kind.VIEW;
      case Transpose _,Broadcast _,Slice _,Reverse _ -> empty ? Kind.PLAIN : Kind.VIEW;
      case Elementwise elementwise ->
        empty || !target.supports(elementwise, node.operand(0).dtype()) ? Kind.PLAIN : Kind.LOOP;
      case ReduceSum _,ReduceExtremum _ -> empty ? Kind.PLAIN : Kind.LOOP;
      default -> !empty && ProductRules.isProduct(node) && node.types().getFirst().dtype().isFloat()
          ? Kind.PRODUCT
          : !empty && (Routines.has(node.primitive()) || isControl(node)) ? Kind.DIRECT : Kind.PLAIN;
    };
  }

  /** Whether a node runs programs of its own. */
  public static boolean isControl(Node node) {
    return node.primitive() instanceof Scan || node.primitive() instanceof While || node.primitive() instanceof Cond
        || node.primitive() instanceof ByRows;
  }

  private static boolean isEmpty(Node node) {
    for (TensorType type : node.types()) {
      if (type.size() == 0) {
        return true;
      }
    }
    for (Tensor operand : node.operands()) {
      if (operand.type().size() == 0) {
        return true;
      }
    }
    return false;
  }

  /** Makes arrays of the views and leaves that a node needs as arrays of their own. */
  private void findCopies(Node node) {
    Kind kind = kind(node);
    if (kind.compareTo(Kind.LOOP) < 0) {
      return;
    }
    boolean walks = kind == Kind.LOOP && walks(node);
    boolean strided = kind == Kind.DIRECT && Convolutions.isConvolution(node.primitive());
    for (Tensor x : node.operands()) {
      boolean seen = switch (kind) {
        case LOOP -> walks;
        case PRODUCT -> MatrixView.of(this, x) != null;
        default -> strided && StridedView.of(this, x) != null;
      };
      if (!seen) {
        requireArray(x);
      }
    }
  }

  /** Whether loops of a node can be cut to all that it reads. */
  private boolean walks(Node node) {
    return followsAnyLoops(node) || Domain.of(this, List.of(node)) != null;
  }

  private void requireArray(Tensor x) {
    Node node = array(x).node();
    Kind kind = kind(node);
    if (node.primitive() instanceof Constant) {
      kinds.put(node, Kind.GIVEN); // from outside in any case, so it is kept in memory
    } else if (kind == Kind.VIEW || kind == Kind.LEAF) {
      copied.add(node);
      kinds.put(node, Kind.LOOP);
      findCopies(node);
    }
  }

  /** Whether a node is element by element, and its operands are views along whose axes it may walk in any loops. */
  boolean followsAnyLoops(Node node) {
    if (!(node.primitive() instanceof Elementwise)) {
      return false;
    }
    for (Tensor operand : node.operands()) {
      Tensor x = operand;
      while (kind(x.node()) == Kind.VIEW) {
        if (x.node().primitive() instanceof Slice || x.node().primitive() instanceof Reverse
            || x.node().primitive() instanceof Reshape && !isSameButOnes(x.shape(), x.node().operand(0).shape())) {
          return false;
        }
        x = viewed(x);
      }
    }
    return true;
  }

  /** Whether shapes have the same extents but for axes that are 1 long. */
  private static boolean isSameButOnes(Shape a, Shape b) {
    int next = 0;
    for (int axis = 0; axis < a.rank(); axis++) {
      if (a.extent(axis) != 1) {
        while (next < b.rank() && b.extent(next) == 1) {
          next++;
        }
        if (next == b.rank() || b.extent(next++) != a.extent(axis)) {
          return false;
        }
      }
    }
    while (next < b.rank() && b.extent(next) == 1) {
      next++;
    }
    return next == b.rank();
  }

  /** Whether a node reads a value without views between. */
  boolean readsAsItIs(Node user, Tensor base) {
    for (Tensor operand : user.operands()) {
      if (operand != base && base(operand) == base) {
        return false;
      }
    }
    return true;
  }

  /** The tensor in whose memory x lies as it is: what reshapes were made of. */
  public Tensor array(Tensor x) {
    Tensor array = x;
    while ((array.node().primitive() instanceof Reshape || array.node().primitive() instanceof Barrier)
        && !copied.contains(array.node())) {
      array = viewed(array);
    }
    return array;
  }

  /** The tensor that x is a view of. */
  public Tensor base(Tensor x) {
    Tensor base = x;
    while (kind(base.node()) == Kind.VIEW) {
      base = viewed(base);
    }
    return base;
  }

  /** Whether what is computed from x is not to be computed together with x. */
  boolean isApart(Tensor x) {
    Tensor shown = x;
    while (kind(shown.node()) == Kind.VIEW) {
      if (shown.node().primitive() instanceof Barrier) {
        return true;
      }
      shown = viewed(shown);
    }
    return false;
  }

  /** What a view shows. */
  private static Tensor viewed(Tensor view) {
    return view.node().operand(view.node().primitive() instanceof Barrier ? view.index() : 0);
  }

  /** The nodes that compute with a tensor, through views too. */
  Set<Node> users(Tensor base) {
    return users.getOrDefault(base, Set.of());
  }

  /** Whether a view or leaf is made an array. */
  boolean isCopy(Node node) {
    return copied.contains(node);
  }

  /** Whether an output of the program lies in the tensor's memory. */
  boolean isResult(Tensor base) {
    return results.contains(base);
  }

  /**
   * An element of a tensor that is kept in memory or computed, and its index.
   *
   * @param reshaped whether the index is that of a reshape of the tensor
   */
  record Place(Tensor base, Index index, boolean reshaped) {
    Place(Tensor base, Index index) {
      this(base, index, false);
    }
  }

  /** What an element of x is an element of; null where loops cannot be cut to it. */
  Place place(Tensor x, Index index) {
    Tensor base = x;
    Index at = index;
    while (kind(base.node()) == Kind.VIEW) {
      Index before = at.before(base.node());
      if (before == null) { // but what is in memory row by row may be walked through as any shape
        Tensor array = array(base);
        Kind kind = kind(array.node());
        return kind == Kind.VIEW || kind == Kind.LEAF ? null : new Place(array, at, true);
      }
      at = before;
      base = viewed(base);
    }
    return new Place(base, at);
  }

  /** The types that pass through memory: 1, 4 or 8 bytes an element. */
  static long bytes(TensorType type) {
    return type.size() * (type.dtype() == DType.BOOL ? 1 : type.dtype().bytes());
  }

  /** The nodes of some kinds, operands before users. */
  List<Node> nodes(Set<Kind> kinds) {
    List<Node> nodes = new ArrayList<>();
    for (Node node : program.nodes()) {
      if (kinds.contains(kind(node))) {
        nodes.add(node);
      }
    }
    return nodes;
  }
}
