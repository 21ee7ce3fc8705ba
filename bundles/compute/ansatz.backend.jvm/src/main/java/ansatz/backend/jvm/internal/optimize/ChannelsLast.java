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
import ansatz.tensor.primitive.Dot;
import ansatz.tensor.primitive.Elementwise;
import ansatz.tensor.primitive.Pad;
import ansatz.tensor.primitive.ReduceSum;
import ansatz.tensor.primitive.Reshape;
import ansatz.tensor.primitive.Reverse;
import ansatz.tensor.primitive.Slice;
import ansatz.tensor.primitive.Transpose;
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
  private final Map<Tensor, Tensor> views = new HashMap<>();
  private final Map<Object, Tensor> moved = new HashMap<>();
  private final Map<Tensor, Ordered> ordered = new HashMap<>();

  private ChannelsLast() {}

  /** The program with its convolutions' results in that order; the same where it has none. */
  static Program arrange(Program program) {
    return program.nodes().stream().anyMatch(node -> isWorth(node) || PatchProducts.isWorth(node))
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
    if (PatchProducts.isWorth(node)) {
      Tensor x = in(PatchProducts.order(node), node.operand(0));
      Tensor product = PatchProducts.product(node, x, view(node.operand(1)));
      keep(node.result(0), new Ordered(product, PatchProducts.isByKernel(node)
          ? Axes.first(product.rank())
          : last(product.rank())));
      return;
    }
    Ordered result = node.results().size() == 1 ? ordered(node) : null;
    if (result != null) {
      keep(node.result(0), result);
      return;
    }
    boolean views = node.primitive() instanceof Conv || node.primitive() instanceof Dot;
    List<Tensor> results = Node.of(node.primitive(),
        node.operands().stream().map(operand -> views ? view(operand) : plain(operand)).toList()).results();
    for (int i = 0; i < results.size(); i++) {
      plain.put(node.result(i), results.get(i));
    }
  }

  private static Tensor make(Primitive primitive, Tensor... operands) {
    return Node.of(primitive, List.of(operands)).result(0);
  }

  private static Ordered ordered(Axes order, Primitive primitive, Tensor... operands) {
    return new Ordered(make(primitive, operands), order);
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
      return make(new Rearrange(known.order.inverse()), known.memory);
    });
  }

  /** The tensor as the original program has it, but where it lies: for who takes any strides. */
  private Tensor view(Tensor tensor) {
    Ordered known = ordered.get(tensor);
    return known == null
        ? plain(tensor)
        : views.computeIfAbsent(tensor, _ -> make(new Transpose(known.order.inverse()), known.memory));
  }

  /** The tensor in some order; what it was broadcast from is brought into order before. */
  private Tensor in(Axes order, Tensor tensor) {
    Ordered known = ordered.get(tensor);
    if (known != null && known.order.equals(order)) {
      return known.memory;
    }
    if (known != null) {
      Axes turn = Axes.of(order.stream().map(known.order::indexOf).toArray());
      return moved.computeIfAbsent(List.of(tensor, order), _ -> rearranged(turn, known.memory));
    }
    if (order.equals(Axes.first(order.size()))) {
      return plain(tensor);
    }
    Shape memory = permuted(tensor.shape(), order);
    Tensor viewed = tensor.node().operands().isEmpty() ? tensor : tensor.node().operand(0);
    if (tensor.node().primitive() instanceof Broadcast) {
      int more = tensor.rank() - viewed.rank();
      Axes kept = Axes.of(order.stream().filter(axis -> axis >= more).map(axis -> axis - more).toArray());
      int[] ones = order.stream().map(axis -> axis < more ? 1 : viewed.shape().extent(axis - more)).toArray();
      return make(new Broadcast(memory), make(new Reshape(Shape.of(ones)), in(kept, viewed)));
    }
    if (tensor.node().primitive() instanceof Reshape) {
      Axes before = ReshapedOrder.of(tensor.shape(), viewed.shape(), order);
      if (before != null) {
        return make(new Reshape(memory), in(before, viewed));
      }
    }
    if (tensor.node().primitive() instanceof Transpose(Axes before)) {
      return in(Axes.of(order.stream().map(before::get).toArray()), viewed);
    }
    return moved.computeIfAbsent(List.of(tensor, order), _ -> rearranged(order, plain(tensor)));
  }

  /** Moved in memory, unless all that moves is 1 long. */
  private static Tensor rearranged(Axes order, Tensor x) {
    int[] moving = order.stream().filter(axis -> x.shape().extent(axis) > 1).toArray();
    return Arrays.equals(moving, Arrays.stream(moving).sorted().toArray())
        ? make(new Reshape(permuted(x.shape(), order)), x)
        : make(new Rearrange(order), x);
  }

  private static Shape permuted(Shape shape, Axes order) {
    return Shape.of(order.stream().map(shape::extent).toArray());
  }

  /** The node's result in another order than the program's; null where it is as it was. */
  private Ordered ordered(Node node) {
    if (isWorth(node)) {
      Axes order = last(node.types().getFirst().rank());
      return ordered(order, new OrderedConv((Conv) node.primitive(), order), view(node.operand(0)),
          view(node.operand(1)));
    }
    Ordered x = node.operands().stream().map(ordered::get).filter(known -> known != null).findFirst().orElse(null);
    if (x == null) {
      return null;
    }
    return switch (node.primitive()) {
      case Elementwise primitive -> ordered(x.order, primitive,
          node.operands().stream().map(operand -> in(x.order, operand)).toArray(Tensor[]::new));
      case Concat(int axis) -> ordered(x.order, new Concat(x.order.indexOf(axis)),
          node.operands().stream().map(operand -> in(x.order, operand)).toArray(Tensor[]::new));
      case ReduceSum(Axes axes) -> sum(axes, x);
      case Reshape(Shape shape) -> reshape(node.operand(0).shape(), shape, x);
      case Transpose(Axes order) -> {
        Axes places = order.inverse();
        yield new Ordered(x.memory, Axes.of(x.order.stream().map(places::get).toArray()));
      }
      case Broadcast(Shape shape) -> broadcast(shape, x);
      case Slice(Axes start, Axes limit, Axes stride) ->
        ordered(x.order, new Slice(x.permute(start), x.permute(limit), x.permute(stride)), x.memory);
      case Reverse(Axes axes) -> ordered(x.order, new Reverse(
          Axes.of(axes.stream().map(x.order::indexOf).sorted().toArray())), x.memory);
      case Pad(Axes low, Axes high, Axes interior) when ordered.get(node.operand(0)) == x -> ordered(x.order,
          new Pad(x.permute(low), x.permute(high), x.permute(interior)), x.memory, plain(node.operand(1)));
      default -> null;
    };
  }

  private static Ordered sum(Axes axes, Ordered x) {
    Axes places = Axes.of(axes.stream().map(x.order::indexOf).sorted().toArray());
    int[] kept = x.order.stream().filter(axis -> !axes.contains(axis)).toArray();
    Axes ranks = Axes.of(Arrays.stream(kept).sorted().toArray());
    return ordered(Axes.of(Arrays.stream(kept).map(ranks::indexOf).toArray()), new ReduceSum(places), x.memory);
  }

  /** The order [N,O...,G,K] of [N,G,K,O...]. */
  private static Axes last(int rank) {
    return Axes.of(IntStream.concat(IntStream.of(0), IntStream.concat(IntStream.range(3, rank), IntStream.of(1, 2)))
        .toArray());
  }

  /** New axes of a broadcast come first. */
  private static Ordered broadcast(Shape shape, Ordered x) {
    int more = shape.rank() - x.order.size();
    Axes order = Axes.of(IntStream.concat(IntStream.range(0, more), x.order.stream().map(axis -> axis + more))
        .toArray());
    return ordered(order, new Broadcast(permuted(shape, order)), x.memory);
  }

  private static Ordered reshape(Shape from, Shape to, Ordered x) {
    Axes order = ReshapedOrder.of(from, to, x.order);
    return order == null ? null : ordered(order, new Reshape(permuted(to, order)), x.memory);
  }
}
