package ansatz.backend.jvm.internal.routine;

import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Concat;
import ansatz.tensor.primitive.Reverse;
import ansatz.tensor.primitive.Slice;
import java.util.ArrayList;
import java.util.List;

/** Copies of regions, one of each operand, to places that are known beforehand. */
final class Moves implements Routine {
  /** A region of an operand, with the bytes to where it begins in both arrays. */
  private record Move(int operand, Region region, long from, long to) {}

  private final List<Move> moves;
  private final int result;
  private final long bytes;

  private Moves(Node node, List<Move> moves) {
    this.moves = moves;
    this.result = node.operands().size();
    this.bytes = node.types().getFirst().bytes();
  }

  static Moves slice(Node node, Slice slice) {
    int bytes = node.operand(0).dtype().bytes();
    int[] extents = node.types().getFirst().shape().extents();
    long[] strides = Region.strides(node.operand(0).shape().extents(), bytes);
    long first = 0;
    for (int axis = 0; axis < extents.length; axis++) {
      first += slice.start().get(axis) * strides[axis];
      strides[axis] *= slice.stride().get(axis);
    }
    return new Moves(node,
        List.of(new Move(0, new Region(extents, strides, Region.strides(extents, bytes), bytes), first, 0)));
  }

  static Moves reverse(Node node, Reverse reverse) {
    int bytes = node.operand(0).dtype().bytes();
    int[] extents = node.operand(0).shape().extents();
    long[] strides = Region.strides(extents, bytes);
    long last = 0;
    for (int axis : reverse.axes().toArray()) {
      last += (extents[axis] - 1) * strides[axis];
      strides[axis] = -strides[axis];
    }
    return new Moves(node,
        List.of(new Move(0, new Region(extents, strides, Region.strides(extents, bytes), bytes), last, 0)));
  }

  static Moves concat(Node node, Concat concat) {
    int bytes = node.operand(0).dtype().bytes();
    long[] strides = Region.strides(node.types().getFirst().shape().extents(), bytes);
    List<Move> moves = new ArrayList<>();
    long start = 0;
    for (int i = 0; i < node.operands().size(); i++) {
      Tensor part = node.operand(i);
      int[] extents = part.shape().extents();
      moves.add(new Move(i, new Region(extents, Region.strides(extents, bytes), strides, bytes), 0, start));
      start += extents[concat.axis()] * strides[concat.axis()];
    }
    return new Moves(node, moves);
  }

  @Override
  public double nanos() {
    return 50 + bytes / 8.0;
  }

  @Override
  public void run(long[] at, int task) {
    for (int i = 0; i < moves.size(); i++) {
      Move move = moves.get(i);
      move.region.copy(at[move.operand] + move.from, at[result] + move.to);
    }
  }
}
