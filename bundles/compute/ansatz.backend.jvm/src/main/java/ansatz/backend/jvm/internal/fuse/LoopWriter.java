package ansatz.backend.jvm.internal.fuse;

import ansatz.backend.jvm.internal.kernel.Access;
import ansatz.backend.jvm.internal.kernel.Fold;
import ansatz.backend.jvm.internal.kernel.Instruction;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.backend.jvm.internal.kernel.Stage;
import ansatz.backend.jvm.internal.optimize.Uniform;
import ansatz.tensor.DType;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Binary;
import ansatz.tensor.primitive.Constant;
import ansatz.tensor.primitive.Elementwise;
import ansatz.tensor.primitive.Iota;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a nest as a kernel. A value belongs to a phase: that of its operands, or one more behind a reduction used
 * inside. Each phase has a scalar stage for what is the same in the whole row, then an inner one; a value of an earlier
 * phase's inner stage is computed again, or read back where that costs less.
 */
final class LoopWriter {
  /** Nanoseconds an element that writing a row and reading it again costs. */
  private static final double AGAIN = 0.2;

  private final Nest nest;
  private final Domain domain;
  private final List<List<Axis>> loops;
  private final Operands operands;
  private final Map<Node, Integer> phases = new HashMap<>();
  private final List<Draft.Code> scalar = new ArrayList<>();
  private final List<Draft.Code> inner = new ArrayList<>();
  /** Values that later phases read back from memory, by the node in whose array each stands meanwhile. */
  private final Map<Node, Node> hosts = new HashMap<>();
  private final Map<Node, Double> costs = new HashMap<>();

  private LoopWriter(Nest nest) {
    this.nest = nest;
    this.domain = nest.domain();
    this.loops = new ArrayList<>(nest.outer());
    if (!nest.inner().isEmpty()) {
      loops.add(nest.inner());
    }
    this.operands = new Operands(nest);
  }

  static Loop write(Nest nest) {
    return new LoopWriter(nest).write();
  }

  private Loop write() {
    int last = 1;
    for (Node node : domain.members()) {
      phases.put(node, phase(node));
      last = Math.max(last, phases.get(node) + 1);
    }
    for (int phase = 0; phase <= last; phase++) {
      scalar.add(new Draft.Code());
      inner.add(new Draft.Code());
    }
    for (int phase = 0; phase <= last; phase++) {
      for (Node node : domain.members()) {
        if (phases.get(node) == phase && (nest.isStored(node) || nest.isInside(node))) {
          root(node, phase);
        }
      }
    }
    return loop();
  }

  private int phase(Node node) {
    int phase = 0;
    for (Graph.Place read : domain.reads(node)) {
      Node made = read.base().node();
      if (domain.contains(made)) {
        phase = Math.max(phase, phases.get(made) + (nest.isInside(made) ? 1 : 0));
      }
    }
    return phase;
  }

  /** What is needed in memory, and reductions. */
  private void root(Node node, int phase) {
    Tensor result = node.result(0);
    if (!Nest.isReduction(node)) {
      boolean each = nest.isInner(node);
      Draft value = value(new Graph.Place(result, domain.result(node)), phase);
      store(each ? inner.get(phase) : scalar.get(phase), node, value);
      return;
    }
    Fold fold = Reduction.of(node).fold();
    Draft value = value(domain.reads(node).getFirst(), phase);
    boolean each = nest.isInner(node);
    boolean alongRow = each && domain.reduced(node).containsAll(nest.inner());
    if (alongRow) {
      value = inner.get(phase).add(new Instruction.Reduce(fold, Draft.OPEN), value);
      scalar.get(phase + 1).known().put(node, value);
    }
    if (nest.isStored(node)) {
      Draft.Code code = alongRow ? scalar.get(phase + 1) : each ? inner.get(phase) : scalar.get(phase);
      if (nest.isInside(node) || !isFolded(node)) {
        store(code, node, value);
      } else {
        int access = operands.write(result, domain.result(node), true);
        code.add(new Instruction.Accumulate(access, fold, Draft.OPEN), value);
      }
    }
  }

  /** Whether a reduction folds outer indices. */
  private boolean isFolded(Node node) {
    if (nest.isChunked()) {
      return true;
    }
    Set<Axis> reduced = domain.reduced(node);
    for (List<Axis> loop : nest.outer()) {
      if (reduced.contains(loop.getFirst())) {
        return true;
      }
    }
    return false;
  }

  private void store(Draft.Code code, Node node, Draft value) {
    int access = operands.write(node.result(0), domain.result(node), false);
    code.add(new Instruction.Store(access, Draft.OPEN), value);
  }

  /** The value of a tensor in a phase: in its inner stage, or in its scalar one if it is the same in the whole row. */
  private Draft value(Graph.Place place, int phase) {
    Node node = place.base().node();
    if (node.primitive() instanceof Constant constant && constant.values().size() == 1
        && !Uniform.mayBeExtent(constant.values())) {
      return literal(constant.values());
    }
    boolean each = !nest.inner().isEmpty() && place.index().leaves().containsAll(nest.inner());
    boolean made = domain.contains(node);
    Object key = made ? node : List.of(place.base(), place.index().strides(), place.index().offset());
    Draft known = each ? inner.get(phase).known().get(key) : null;
    known = known == null ? rowValue(key, phase) : known;
    if (known != null) {
      return known;
    }
    Draft.Code code = each ? inner.get(phase) : scalar.get(phase);
    Draft draft = made && each && phases.get(node) < phase && isDear(node) ? readBack(node, phase) : null;
    if (draft == null) {
      draft = node.primitive() instanceof Iota && !made
          ? count(place, code)
          : made ? compute(node, phase, code) : load(place, code);
    }
    code.known().put(key, draft);
    return draft;
  }

  /** A value that is the same in the whole row, where it is known by a phase: a later one may have asked for it first. */
  private Draft rowValue(Object key, int phase) {
    for (int before = 0; before <= phase; before++) {
      Draft known = scalar.get(before).known().get(key);
      if (known != null) {
        return known;
      }
    }
    return null;
  }

  /** Whether computing a value of an earlier phase again costs more than writing and reading it. */
  private boolean isDear(Node node) {
    return cost(node) > AGAIN;
  }

  private double cost(Node node) {
    Double known = costs.get(node);
    if (known == null) {
      known = 0.0;
      if (node.primitive() instanceof Elementwise elementwise) {
        known = Cost.of(elementwise);
        for (Graph.Place read : domain.reads(node)) {
          Node made = read.base().node();
          known += domain.contains(made) && nest.isInner(made) ? cost(made) : 0;
        }
      }
      costs.put(node, known);
    }
    return known;
  }

  /** A value as its own phase left it in memory; null where there is no place for it. */
  private Draft readBack(Node node, int phase) {
    if (!hosts.containsKey(node)) {
      hosts.put(node, nest.isStored(node) ? node : keep(node));
    }
    Node host = hosts.get(node);
    if (host == null || host != node && phases.get(host) < phase) {
      return null;
    }
    int access = operands.write(host.result(0), domain.result(host), false);
    return inner.get(phase).addFirst(new Instruction.Load(access));
  }

  /** Leaves a value where a later one of the row will stand, and says which; null where there is none. */
  private Node keep(Node node) {
    Graph.Place place = new Graph.Place(node.result(0), domain.result(node));
    int phase = phases.get(node);
    Node host = domain.members().stream().filter(other -> phases.get(other) > phase && nest.isStored(other)
        && nest.isInner(other) && !Nest.isReduction(other) && other.types().equals(node.types())
        && domain.result(other).strides().equals(place.index().strides()) && !hosts.containsValue(other)).findFirst()
        .orElse(null);
    if (host != null) {
      store(inner.get(phase), host, value(place, phase));
    }
    return host;
  }

  private Draft compute(Node node, int phase, Draft.Code code) {
    if (!(node.primitive() instanceof Elementwise elementwise)) {
      return node.primitive() instanceof Iota
          ? count(new Graph.Place(node.result(0), domain.result(node)), code)
          : value(domain.reads(node).getFirst(), phase);
    }
    Draft[] arguments = new Draft[node.operands().size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = value(domain.reads(node).get(i), phase);
    }
    return apply(code, elementwise, node.types().getFirst().dtype(), arguments);
  }

  private static Draft apply(Draft.Code code, Elementwise primitive, DType dtype, Draft... arguments) {
    return code.add(new Instruction.Apply(primitive, dtype, List.of()), arguments);
  }

  private Draft load(Graph.Place place, Draft.Code code) {
    int access = operands.read(place.base(), place.index());
    return code.add(new Instruction.Load(access));
  }

  private Draft literal(Values values) {
    Instruction number = new Instruction.Literal(values.type().dtype(), Uniform.bits(values));
    Draft known = rowValue(number, 0);
    if (known == null) {
      known = scalar.getFirst().add(number);
      scalar.getFirst().known().put(number, known);
    }
    return known;
  }

  /** The row-major number of an element along the one axis of a count. */
  private Draft count(Graph.Place place, Draft.Code code) {
    DType dtype = place.base().dtype();
    Draft sum = null;
    for (var stride : place.index().strides().entrySet()) {
      int dimension = nest.isChunked() ? 1 : dimension(stride.getKey());
      Draft term = code.add(new Instruction.Index(dtype, dimension));
      if (stride.getValue() != 1) {
        term = apply(code, Binary.MUL, dtype, term, literal(Values.scalar(dtype, stride.getValue())));
      }
      sum = sum == null ? term : apply(code, Binary.ADD, dtype, sum, term);
    }
    long offset = place.index().offset();
    return sum == null
        ? literal(Values.scalar(dtype, offset))
        : offset == 0 ? sum : apply(code, Binary.ADD, dtype, sum, literal(Values.scalar(dtype, offset)));
  }

  private int dimension(Axis axis) {
    for (int i = 0; i < loops.size(); i++) {
      if (loops.get(i).contains(axis)) {
        return i + (nest.outer().isEmpty() ? 1 : 0);
      }
    }
    throw new IllegalStateException("no loop for an axis of " + axis.extent());
  }

  private Loop loop() {
    List<Stage> stages = new ArrayList<>();
    int number = 0;
    for (int phase = 0; phase < scalar.size(); phase++) {
      for (Draft.Code code : List.of(scalar.get(phase), inner.get(phase))) {
        if (!code.drafts().isEmpty()) {
          stages.add(new Stage(code == inner.get(phase), code.number(number)));
          number += code.drafts().size();
        }
      }
    }
    long n = Nest.extent(nest.inner());
    boolean chunked = nest.isChunked();
    List<Long> extents = new ArrayList<>();
    for (List<Axis> loop : nest.outer()) {
      extents.add(Nest.extent(loop));
    }
    if (extents.isEmpty()) {
      extents.add(chunked ? (n + Nest.CHUNK - 1) / Nest.CHUNK : 1);
    }
    List<Access> accesses = operands.accesses();
    Kernel kernel = new Kernel(extents.size(), chunked, accumulates(stages) ? chunked ? 1 : nest.folded() : 0,
        n <= Nest.CONSTANT ? (int) n : 0, accesses, stages);
    return new Loop(kernel, operands.list(), extents, chunked ? Nest.CHUNK : n, n, domain.members());
  }

  private static boolean accumulates(List<Stage> stages) {
    for (Stage stage : stages) {
      for (Instruction instruction : stage.code()) {
        if (instruction instanceof Instruction.Accumulate) {
          return true;
        }
      }
    }
    return false;
  }
}
