package ansatz.tensor.primitive;

import static ansatz.tensor.ProgramTransforms.concat;
import static ansatz.tensor.ProgramTransforms.marked;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import ansatz.tensor.Node;
import ansatz.tensor.Program;
import ansatz.tensor.ProgramTransforms;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;

/**
 * The backward pass of a scan: another scan, in the other direction, that carries the cotangents of the carry.
 *
 * <p>The body's VJP is split: what does not depend on cotangents was computed by the forward pass and is stacked there
 * (the residuals), the rest is the body of the backward scan. The cotangent of a constant is a sum over all steps; where
 * its terms are contractions or sums, their factors are stacked and contracted once after the scan, so that a recurrent
 * network's weight gradients are one matrix product each.
 */
final class ScanPullback {
  private final Scan scan;
  private final Node node;
  private final boolean[] wanted;
  private final boolean[] activeCarries;
  private final List<Tensor> carryCotangents = new ArrayList<>(); // into the last carry, active ones
  private final List<Tensor> stackCotangents = new ArrayList<>(); // given ones

  // Symbols in the body of the backward scan, on top of the forward body's own graph.
  private final List<Tensor> carrySymbols = new ArrayList<>();
  private final List<Tensor> sliceSymbols = new ArrayList<>();
  private final Unknowns unknowns;
  private final List<Tensor> gradients;

  // What the backward body takes from the forward pass: tensor of the body -> stack [length, ...].
  private final Map<Tensor, Tensor> stacks = new LinkedHashMap<>();
  private final List<Tensor> residuals = new ArrayList<>();
  private final List<Tensor> emitted = new ArrayList<>(); // outputs of the backward body beyond carry
  private final List<Tensor> accumulated = new ArrayList<>(); // terms that are summed in the carry

  ScanPullback(Scan scan, Node node, List<Tensor> cotangents, boolean[] wanted) {
    this.scan = scan;
    this.node = node;
    this.wanted = wanted;
    boolean[] active = Loops.spreading(wanted, scan.constants(), scan.carries(),
        marks -> ProgramTransforms.dependent(scan.body(), floating(marks)));
    this.activeCarries = Arrays.copyOfRange(floating(active), scan.constants(), scan.constants() + scan.carries());
    List<Tensor> outputs = scan.body().outputs();
    List<Tensor> given = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      given.add(symbol(i, outputs.get(i).type(), cotangents.get(i)));
    }
    this.unknowns = new Unknowns(concat(carrySymbols, sliceSymbols));
    this.gradients = ProgramTransforms.pullBack(outputs, given, sources());
  }

  /** The symbol for the cotangent of one output of the body; null where that is zero. */
  private Tensor symbol(int output, TensorType type, Tensor cotangent) {
    if (output < scan.carries()) {
      if (!activeCarries[output]) {
        return null;
      }
      carryCotangents.add(cotangent == null ? Tensor.zeros(type) : cotangent);
      carrySymbols.add(Parameter.of(type));
      return carrySymbols.getLast();
    }
    if (cotangent == null) {
      return null;
    }
    stackCotangents.add(cotangent);
    sliceSymbols.add(Parameter.of(type));
    return sliceSymbols.getLast();
  }

  private boolean[] floating(boolean[] marks) {
    boolean[] floating = marks.clone();
    for (int i = 0; i < floating.length; i++) {
      floating[i] &= scan.body().inputTypes().get(i).dtype().isFloat();
    }
    return floating;
  }

  /** What the body is differentiated by: wanted constants, active carries, wanted slices. */
  private List<Tensor> sources() {
    return marked(scan.body().inputs(), sourceMarks());
  }

  private boolean[] sourceMarks() {
    boolean[] marks = floating(wanted);
    System.arraycopy(activeCarries, 0, marks, scan.constants(), scan.carries());
    return marks;
  }

  List<Tensor> cotangents() {
    int wantedConstants = (int) IntStream.range(0, scan.constants()).filter(i -> sourceMarks()[i]).count();
    int actives = carrySymbols.size();
    List<Tensor> ofConstants = gradients.subList(0, wantedConstants);
    List<Tensor> ofCarry = gradients.subList(wantedConstants, wantedConstants + actives);
    List<Tensor> ofSlices = gradients.subList(wantedConstants + actives, gradients.size());

    List<Total> totals = ofConstants.stream().map(this::total).toList();
    int sliceOutputs = emitted.size();
    ofSlices.stream().filter(g -> g != null).forEach(emitted::add);

    List<Tensor> sums = accumulated.stream().map(term -> Parameter.of(term.type())).toList();
    List<Tensor> carryOut = new ArrayList<>();
    for (int i = 0; i < actives; i++) {
      carryOut.add(ofCarry.get(i) == null ? Tensor.zeros(carrySymbols.get(i).type()) : ofCarry.get(i));
    }
    for (int i = 0; i < sums.size(); i++) {
      carryOut.add(sums.get(i).add(accumulated.get(i)));
    }
    List<Tensor> results = backwardScan(sums, concat(carryOut, emitted));
    List<Tensor> stacked = results.subList(carryOut.size(), results.size());
    Results made = new Results(results.subList(actives, carryOut.size()), stacked);
    List<Tensor> all = new ArrayList<>();
    totals.forEach(total -> all.add(total == null ? null : total.outside(made)));
    all.addAll(results.subList(0, actives));
    int next = sliceOutputs;
    for (Tensor slice : ofSlices) {
      all.add(slice == null ? null : stacked.get(next++));
    }
    List<Tensor> cotangents = new ArrayList<>(ProgramTransforms.spread(all, sourceMarks()));
    for (int i = 0; i < cotangents.size(); i++) {
      if (!wanted[i]) {
        cotangents.set(i, null);
      }
    }
    return cotangents;
  }

  /** What the backward scan gave: sums from its carry, stacks from its outputs. */
  private record Results(List<Tensor> sums, List<Tensor> stacked) {}

  /** A sum over all steps, as it is put together after the scan. */
  @FunctionalInterface
  private interface Total {
    Tensor outside(Results results);
  }

  /** The sum of a term over all steps: null for zero. */
  private Total total(Tensor term) {
    if (term == null) {
      return null;
    }
    Node made = term.node();
    return switch (made.primitive()) {
      case Binary.ADD -> {
        Total a = total(made.operand(0));
        Total b = total(made.operand(1));
        yield results -> a.outside(results).add(b.outside(results));
      }
      case Unary.NEG -> {
        Total a = total(made.operand(0));
        yield results -> a.outside(results).neg();
      }
      case Reshape(var shape) -> {
        Total a = total(made.operand(0));
        yield results -> a.outside(results).reshape(shape);
      }
      case Transpose(var order) -> {
        Total a = total(made.operand(0));
        yield results -> a.outside(results).transpose(order.toArray());
      }
      case Pad pad when isZero(made.operand(1)) -> { // what is used of the constant is a slice
        Total a = total(made.operand(0));
        yield results -> Node.apply(pad, a.outside(results), Tensor.scalar(term.dtype(), 0));
      }
      case ReduceSum(var axes) when unknowns.contains(made) -> {
        Total a = stack(made.operand(0));
        yield results -> a.outside(results).sum(axes.shifted().insert(0, 0).toArray());
      }
      case Dot dot when unknowns.contains(made) && varies(made.operand(0)) && varies(made.operand(1)) -> {
        Total a = stack(made.operand(0));
        Total b = stack(made.operand(1));
        Dot overTime = new Dot(dot.aBatch().shifted(), dot.bBatch().shifted(), dot.aContracted().shifted().insert(0, 0),
            dot.bContracted().shifted().insert(0, 0));
        yield results -> overTime.of(a.outside(results), b.outside(results));
      }
      default -> {
        int place = accumulated.size();
        accumulated.add(term);
        yield results -> results.sums().get(place);
      }
    };
  }

  private static boolean isZero(Tensor tensor) {
    return tensor.node().primitive() instanceof Constant(var values) && values.size() == 1 && values.get(0) == 0;
  }

  /** Whether a tensor of the body may differ between steps. */
  private boolean varies(Tensor tensor) {
    return unknowns.contains(tensor.node()) || ProgramTransforms.reaches(tensor,
        scan.body().inputs().subList(scan.constants(), scan.body().inputs().size()));
  }

  /** All steps' values of a tensor of the backward body, along a first axis. */
  private Total stack(Tensor tensor) {
    if (!unknowns.contains(tensor.node())) {
      Tensor known = residual(tensor);
      return _ -> stacks.get(known);
    }
    int place = emitted.indexOf(tensor) >= 0 ? emitted.indexOf(tensor) : emitted.size();
    if (place == emitted.size()) {
      emitted.add(tensor);
    }
    return results -> results.stacked().get(place);
  }

  /** Notes a tensor that the forward pass has to hand on. */
  private Tensor residual(Tensor tensor) {
    if (!residuals.contains(tensor)) {
      residuals.add(tensor);
    }
    return tensor;
  }

  /** Makes the forward scan that gives the residuals too, then the backward one; results: carry, then stacks. */
  private List<Tensor> backwardScan(List<Tensor> sums, List<Tensor> outputs) {
    List<Tensor> inputs = scan.body().inputs();
    for (Tensor known : ProgramTransforms.frontier(outputs, concat(carrySymbols, sliceSymbols, sums))) {
      residual(known);
    }
    List<Tensor> shared = new ArrayList<>(); // constants of the forward body that the backward one needs too
    List<Tensor> varying = new ArrayList<>();
    for (Tensor known : residuals) {
      (inputs.subList(0, scan.constants()).contains(known) ? shared : varying).add(known);
    }
    stackResiduals(varying);
    Map<Tensor, Tensor> symbols = new LinkedHashMap<>();
    concat(shared, varying).forEach(known -> symbols.put(known, Parameter.of(known.type())));
    List<Tensor> parameters = new ArrayList<>(shared.stream().map(symbols::get).toList());
    parameters.addAll(carrySymbols);
    parameters.addAll(sums);
    parameters.addAll(sliceSymbols);
    varying.forEach(known -> parameters.add(symbols.get(known)));
    Program body = Program.of(parameters, ProgramTransforms.substitute(outputs, symbols));
    List<Tensor> operands = new ArrayList<>(
        shared.stream().map(known -> node.operand(inputs.indexOf(known))).toList());
    operands.addAll(carryCotangents);
    sums.forEach(sum -> operands.add(Tensor.zeros(sum.type())));
    operands.addAll(stackCotangents);
    varying.forEach(known -> operands.add(stacks.get(known)));
    return Node.of(new Scan(body, shared.size(), carrySymbols.size() + sums.size(), scan.length(), !scan.reverse()),
        operands).results();
  }

  /** Finds or makes the stacks of tensors of the forward body. */
  private void stackResiduals(List<Tensor> varying) {
    List<Tensor> inputs = scan.body().inputs();
    List<Tensor> added = new ArrayList<>();
    for (Tensor known : varying) {
      int input = inputs.indexOf(known);
      int output = scan.body().outputs().subList(scan.carries(), scan.body().outputs().size()).indexOf(known);
      if (input >= scan.constants() + scan.carries()) {
        stacks.put(known, node.operand(input));
      } else if (output >= 0) {
        stacks.put(known, node.result(scan.carries() + output));
      } else {
        added.add(known);
      }
    }
    if (!added.isEmpty()) {
      Program extended = Program.of(inputs, concat(scan.body().outputs(), added));
      List<Tensor> results = Node.of(
          new Scan(extended, scan.constants(), scan.carries(), scan.length(), scan.reverse()), node.operands())
          .results();
      for (int i = 0; i < added.size(); i++) {
        stacks.put(added.get(i), results.get(scan.body().outputs().size() + i));
      }
    }
  }

  /** The nodes that depend on cotangents. */
  private static final class Unknowns {
    private final long first;
    private final List<Tensor> symbols;
    private final Map<Node, Boolean> known = new LinkedHashMap<>();

    Unknowns(List<Tensor> symbols) {
      this.symbols = symbols;
      this.first = symbols.stream().mapToLong(s -> s.node().id()).min().orElse(Long.MAX_VALUE);
    }

    boolean contains(Node node) {
      if (node.id() < first) {
        return false;
      }
      Boolean cached = known.get(node);
      if (cached == null) {
        cached = ProgramTransforms.reaches(node.result(0), symbols);
        known.put(node, cached);
      }
      return cached;
    }
  }
}
