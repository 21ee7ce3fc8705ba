package ansatz.backend.jvm.internal.optimize;

import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Program;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Broadcast;
import ansatz.tensor.primitive.Concat;
import ansatz.tensor.primitive.Conv;
import ansatz.tensor.primitive.Elementwise;
import ansatz.tensor.primitive.Pad;
import ansatz.tensor.primitive.ReduceSum;
import ansatz.tensor.primitive.Reshape;
import ansatz.tensor.primitive.Reverse;
import ansatz.tensor.primitive.Slice;
import ansatz.tensor.primitive.Transpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Has convolutions leave their results with the channels last, [N,O...,G,K], and keeps that order in what is computed of
 * them, element by element, by windows or by sums, so that all of it runs along the channels and the next convolution
 * finds images as it likes them. A tensor so kept is told by the one in memory; others see it transposed.
 */
final class ChannelsLast {
  /** Fewer channels than this are too short for loops along them. */
  private static final int LEAST = 4;

  /** A tensor in another order: axis i of what is in memory is axis {@code order[i]} of the tensor. */
  private record Ordered(Tensor memory, Axes order) {
    /** Numbers for the tensor's axes as they are for the memory's. */
    Axes permute(Axes numbers) {
      return Axes.of(order.stream().map(numbers::get).toArray());
    }
  }

  private final Map<Tensor, Tensor> plain = new HashMap<>();
  private final Map<Tensor, Ordered> ordered = new HashMap<>();

  private ChannelsLast() {}

  /** The program with its convolutions' results in that order; the same where it has none. */
  static Program arrange(Program program) {
    return program.nodes().stream().anyMatch(ChannelsLast::isWorth)
        ? new ChannelsLast().rebuild(program)
        : program;
  }

  /** Whether a convolution makes images, not kernels, of enough channels. */
  private static boolean isWorth(Node node) {
    if (!(node.primitive() instanceof Conv)) {
      return false;
    }
    Shape y = node.types().getFirst().shape();
    return y.size() > 0 && size(y, 3) >= size(node.operand(1).shape(), 3) && y.extent(1) * y.extent(2) >= LEAST
        && size(y, 3) > 1;
  }

  private static long size(Shape shape, int from) {
    return Arrays.stream(shape.extents()).skip(from).asLongStream().reduce(1, Math::multiplyExact);
  }

  private Program rebuild(Program program) {
    program.inputs().forEach(input -> plain.put(input, input));
    for (Node node : program.nodes()) {
      Node.onBehalfOf(node.line(), () -> {
        add(node);
        return null;
      });
    }
    return Program.of(program.inputs(), program.outputs().stream().map(this::plain).toList());
  }

  private void add(Node node) {
    Ordered result = node.results().size() == 1 ? ordered(node) : null;
    if (result != null) {
      keep(node.result(0), result);
      return;
    }
    List<Tensor> results = make(node.primitive(), node.operands().stream().map(this::plain).toList());
    for (int i = 0; i < results.size(); i++) {
      plain.put(node.result(i), results.get(i));
    }
  }

  private static List<Tensor> make(Primitive primitive, List<Tensor> operands) {
    return Node.of(primitive, operands).results();
  }

  private static Ordered make(Axes order, Primitive primitive, Tensor... operands) {
    return new Ordered(make(primitive, List.of(operands)).getFirst(), order);
  }

  private void keep(Tensor tensor, Ordered result) {
    if (result.order.equals(Axes.first(result.order.size()))) {
      plain.put(tensor, result.memory);
    } else {
      ordered.put(tensor, result);
    }
  }

  /** The tensor as the original program has it. */
  private Tensor plain(Tensor tensor) {
    return plain.computeIfAbsent(tensor, _ -> {
      Ordered known = ordered.get(tensor);
      return make(new Transpose(known.order.inverse()), List.of(known.memory)).getFirst();
    });
  }

  /** The tensor in some order. */
  private Tensor in(Axes order, Tensor tensor) {
    Ordered known = ordered.get(tensor);
    return known != null && known.order.equals(order)
        ? known.memory
        : make(new Transpose(order), List.of(plain(tensor))).getFirst();
  }

  /** The node's result in another order than the program's; null where it is as it was. */
  private Ordered ordered(Node node) {
    if (isWorth(node)) {
      int rank = node.types().getFirst().rank();
      Axes order = Axes.of(IntStream.concat(IntStream.of(0), IntStream.concat(IntStream.range(3, rank),
          IntStream.of(1, 2))).toArray());
      return make(order, new OrderedConv((Conv) node.primitive(), order), plain(node.operand(0)),
          plain(node.operand(1)));
    }
    Ordered x = node.operands().stream().map(ordered::get).filter(known -> known != null).findFirst().orElse(null);
    if (x == null) {
      return null;
    }
    return switch (node.primitive()) {
      case Elementwise primitive -> make(x.order, primitive,
          node.operands().stream().map(operand -> in(x.order, operand)).toArray(Tensor[]::new));
      case Concat(int axis) -> make(x.order, new Concat(x.order.indexOf(axis)),
          node.operands().stream().map(operand -> in(x.order, operand)).toArray(Tensor[]::new));
      case ReduceSum(Axes axes) -> sum(axes, x);
      case Reshape(Shape shape) -> reshape(node.operand(0).shape(), shape, x);
      case Transpose(Axes order) -> {
        Axes places = order.inverse();
        yield new Ordered(x.memory, Axes.of(x.order.stream().map(places::get).toArray()));
      }
      case Broadcast(Shape shape) -> broadcast(shape, x);
      case Slice(Axes start, Axes limit, Axes stride) ->
        make(x.order, new Slice(x.permute(start), x.permute(limit), x.permute(stride)), x.memory);
      case Reverse(Axes axes) -> make(x.order, new Reverse(
          Axes.of(axes.stream().map(x.order::indexOf).sorted().toArray())), x.memory);
      case Pad(Axes low, Axes high, Axes interior) when ordered.get(node.operand(0)) == x -> make(x.order,
          new Pad(x.permute(low), x.permute(high), x.permute(interior)), x.memory, plain(node.operand(1)));
      default -> null;
    };
  }

  private static Ordered sum(Axes axes, Ordered x) {
    Axes places = Axes.of(axes.stream().map(x.order::indexOf).sorted().toArray());
    int[] kept = x.order.stream().filter(axis -> !axes.contains(axis)).toArray();
    Axes ranks = Axes.of(Arrays.stream(kept).sorted().toArray());
    return make(Axes.of(Arrays.stream(kept).map(ranks::indexOf).toArray()), new ReduceSum(places), x.memory);
  }

  /** New axes of a broadcast come first. */
  private static Ordered broadcast(Shape shape, Ordered x) {
    int more = shape.rank() - x.order.size();
    Axes order = Axes.of(IntStream.concat(IntStream.range(0, more), x.order.stream().map(axis -> axis + more))
        .toArray());
    Shape memory = Shape.of(order.stream().map(shape::extent).toArray());
    return make(order, new Broadcast(memory), x.memory);
  }

  /** Axes divided or joined where those that are joined stand side by side in memory too; null where they do not. */
  private static Ordered reshape(Shape from, Shape to, Ordered x) {
    if (from.size() == 0) {
      return null;
    }
    List<int[][]> groups = groups(from, to);
    int[] before = x.order.stream().filter(axis -> from.extent(axis) > 1).toArray();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < before.length;) {
      int axis = before[i];
      int[][] group = groups.stream().filter(g -> Arrays.stream(g[0]).anyMatch(a -> a == axis)).findFirst()
          .orElseThrow();
      for (int place = 0; place < group[0].length; place++) {
        if (i + place >= before.length || before[i + place] != group[0][place]) {
          return null;
        }
      }
      Arrays.stream(group[1]).forEach(order::add);
      i += group[0].length;
    }
    IntStream.range(0, to.rank()).filter(axis -> !order.contains(axis)).forEach(axis -> order.add(0, axis));
    Axes after = Axes.of(order.stream().mapToInt(Integer::intValue).toArray());
    return make(after, new Reshape(Shape.of(after.stream().map(to::extent).toArray())), x.memory);
  }

  /** Which axes longer than 1 become which: neighbouring ones with as many elements, as few as can be. */
  private static List<int[][]> groups(Shape from, Shape to) {
    List<int[][]> groups = new ArrayList<>();
    int[] left = longer(from);
    int[] right = longer(to);
    int next = 0;
    int other = 0;
    while (next < left.length) {
      int start = next;
      int otherStart = other;
      long size = from.extent(left[next++]);
      long otherSize = to.extent(right[other++]);
      while (size != otherSize) {
        if (size < otherSize) {
          size *= from.extent(left[next++]);
        } else {
          otherSize *= to.extent(right[other++]);
        }
      }
      groups.add(new int[][] {Arrays.copyOfRange(left, start, next), Arrays.copyOfRange(right, otherStart, other)});
    }
    return groups;
  }

  private static int[] longer(Shape shape) {
    return IntStream.range(0, shape.rank()).filter(axis -> shape.extent(axis) > 1).toArray();
  }
}
