package ansatz.backend.jvm.internal.routine;

import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Concat;
import java.util.ArrayList;
import java.util.List;

/** Operands copied to where they stand in the result. */
final class Joining implements Routine {
  /** A region of an operand, with the bytes to where it begins in the result. */
  private record Move(int operand, Region region, long to) {}

  private final List<Move> moves;
  private final int result;
  private final long bytes;

  private Joining(Node node, List<Move> moves) {
    this.moves = moves;
    this.result = node.operands().size();
    this.bytes = node.types().getFirst().bytes();
  }

  static Joining concat(Node node, Concat concat) {
    int bytes = node.operand(0).dtype().bytes();
    long[] strides = Region.strides(node.types().getFirst().shape().extents(), bytes);
    List<Move> moves = new ArrayList<>();
    long start = 0;
    for (int i = 0; i < node.operands().size(); i++) {
      Tensor part = node.operand(i);
      int[] extents = part.shape().extents();
      moves.add(new Move(i, new Region(extents, Region.strides(extents, bytes), strides, bytes), start));
      start += extents[concat.axis()] * strides[concat.axis()];
    }
    return new Joining(node, moves);
  }

  @Override
  public double nanos() {
    return 50 + bytes / 8.0;
  }

  @Override
  public void run(long[] at, int task) {
    for (int i = 0; i < moves.size(); i++) {
      Move move = moves.get(i);
      move.region.copy(at[move.operand], at[result] + move.to);
    }
  }
}
