package ansatz.backend.jvm.internal.plan;

import ansatz.backend.jvm.internal.fuse.Fuser;
import ansatz.backend.jvm.internal.fuse.Graph;
import ansatz.backend.jvm.internal.fuse.Loop;
import ansatz.backend.jvm.internal.fuse.Operand;
import ansatz.backend.jvm.internal.fuse.Target;
import ansatz.tensor.Node;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Barrier;
import ansatz.tensor.primitive.Elementwise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes a program anew in which some arrays are not kept for their late uses but computed again for them, element by
 * element, from what is there anyway: activations for the backward pass, for instance.
 *
 * <p>Source: Griewank and Walther (2008), Evaluating derivatives, chapter 12, reversal schedules and
 * checkpointing.
 */
final class Recomputation {
  /** Less time without a use is not worth computing again. */
  private static final int IDLE = 3;
  /** Longer chains are not computed again. */
  private static final int LONGEST = 64;

  /** The longest time in which a value waits: from one use, or from when it is made, to the next. */
  private record Idle(int from, int to) {
    int time() {
      return to - from;
    }
  }

  private final Program program;
  private final Graph graph;
  /** How many steps one after another lead to that of a node; nothing of views. */
  private final Map<Node, Integer> times = new HashMap<>();
  private final Map<Tensor, TreeSet<Integer>> uses = new HashMap<>();
  /** What loops leave in memory. */
  private final Set<Tensor> arrays = new LinkedHashSet<>();
  private final Map<Tensor, Idle> idle = new HashMap<>();

  /** @param program a simplified one */
  Recomputation(Program program, Target target) {
    this.program = program;
    this.graph = new Graph(program, target);
    Map<Node, Object> steps = new HashMap<>();
    for (Loop loop : Fuser.fuse(graph, true)) {
      loop.nodes().forEach(node -> steps.put(node, loop));
      loop.operands().stream().filter(Operand::written).map(Operand::tensor).forEach(arrays::add);
    }
    findTimes(steps);
    for (Node node : program.nodes()) {
      if (!isView(node)) {
        node.operands().forEach(x -> use(graph.base(x), time(node)));
      }
    }
    program.outputs().forEach(x -> use(graph.base(x), Integer.MAX_VALUE));
    arrays.forEach(array -> idle.put(array, idle(array)));
  }

  /** @param steps loops by the nodes that are done in them; other nodes are steps of their own */
  private void findTimes(Map<Node, Object> steps) {
    Map<Object, Integer> levels = new IdentityHashMap<>();
    boolean changed = true;
    while (changed) { // nodes of a loop may need what comes after others of them
      changed = false;
      for (Node node : program.nodes()) {
        Object step = steps.getOrDefault(node, node);
        int level = levels.getOrDefault(step, 0);
        for (Tensor operand : isView(node) ? List.<Tensor>of() : node.operands()) {
          Node origin = graph.base(operand).node();
          Object before = steps.getOrDefault(origin, origin);
          level = before == step ? level : Math.max(level, levels.getOrDefault(before, 0) + 1);
        }
        Integer known = levels.put(step, level);
        changed |= known == null || known != level;
      }
    }
    program.nodes().forEach(node -> times.put(node, levels.get(steps.getOrDefault(node, node))));
  }

  private int time(Node node) {
    return times.getOrDefault(node, 0);
  }

  private boolean isView(Node node) {
    return graph.kind(node) == Graph.Kind.VIEW;
  }

  private void use(Tensor base, int time) {
    uses.computeIfAbsent(base, _ -> new TreeSet<>()).add(time);
  }

  private Idle idle(Tensor array) {
    int last = time(array.node());
    Idle longest = new Idle(last, last);
    for (int use : uses.getOrDefault(array, new TreeSet<>())) {
      longest = use - last > longest.time() ? new Idle(last, use) : longest;
      last = use;
    }
    return longest;
  }

  /** The arrays that may be computed again, those first that take most memory for the longest time without a use. */
  List<Tensor> candidates() {
    return arrays.stream().filter(x -> isElementwise(x) && lastUse(x) < Integer.MAX_VALUE && idle.get(x).time() >= IDLE)
        .sorted(Comparator.comparingLong((Tensor x) -> x.type().bytes() * idle.get(x).time()).reversed()).toList();
  }

  private boolean isElementwise(Tensor x) {
    return x.node().primitive() instanceof Elementwise && graph.kind(x.node()) == Graph.Kind.LOOP;
  }

  private int lastUse(Tensor x) {
    return uses.containsKey(x) ? uses.get(x).last() : 0;
  }

  /** The program that computes these arrays again for what uses them late. */
  Program program(Set<Tensor> chosen) {
    return new Remaking(chosen).remake();
  }

  private final class Remaking {
    private final Set<Tensor> chosen;
    private final Map<Tensor, Tensor> made = new HashMap<>();
    private final Map<Tensor, Tensor> again = new HashMap<>();

    Remaking(Set<Tensor> chosen) {
      this.chosen = chosen;
    }

    Program remake() {
      program.inputs().forEach(input -> made.put(input, input));
      for (Node node : program.nodes()) {
        Node same = node.operands().isEmpty() ? node : make(node, node.operands().stream().map(x -> {
          Tensor base = graph.base(x);
          boolean late = !isView(node) && chosen.contains(base) && time(node) > idle.get(base).from;
          return late ? shown(x, again(base, idle.get(base).to, 0)) : made.get(x);
        }).toList());
        for (int i = 0; i < node.results().size(); i++) {
          made.put(node.result(i), same.result(i));
        }
      }
      return Program.of(program.inputs(), program.outputs().stream().map(made::get).toList());
    }

    private Node make(Node node, List<Tensor> operands) {
      return Node.onBehalfOf(node.line(), () -> Node.of(node.primitive(), operands));
    }

    /** A value computed once more, for uses from a time on. */
    private Tensor again(Tensor x, int time, int length) {
      Tensor known = again.get(x);
      if (known == null) {
        List<Tensor> operands = new ArrayList<>();
        for (Tensor operand : x.node().operands()) {
          Tensor base = graph.base(operand);
          operands.add(isThere(base, time) || length == LONGEST
              ? later(operand, base)
              : shown(operand, again(base, time, length + 1)));
        }
        known = make(x.node(), operands).result(0);
        again.put(x, known);
      }
      return known;
    }

    /** A value that was made before, kept apart so that what is computed from it is not computed there and then. */
    private Tensor later(Tensor operand, Tensor base) {
      Tensor before = made.get(operand);
      return graph.kind(base.node()).compareTo(Graph.Kind.LOOP) < 0
          ? before
          : again.computeIfAbsent(operand, _ -> Node.apply(new Barrier(), before));
    }

    /** Whether a value is in memory at a time, or has to be, as it is not cheap. */
    private boolean isThere(Tensor base, int time) {
      return !isElementwise(base)
          || arrays.contains(base) && time <= (chosen.contains(base) ? idle.get(base).from : lastUse(base));
    }

    /** What views show of a value that is computed again. */
    private Tensor shown(Tensor x, Tensor value) {
      Node node = x.node();
      if (!isView(node)) {
        return value;
      }
      if (node.primitive() instanceof Barrier) {
        return shown(node.operand(x.index()), value);
      }
      Tensor known = again.get(x);
      if (known == null) {
        known = make(node, List.of(shown(node.operand(0), value))).result(0);
        again.put(x, known);
      }
      return known;
    }
  }
}
