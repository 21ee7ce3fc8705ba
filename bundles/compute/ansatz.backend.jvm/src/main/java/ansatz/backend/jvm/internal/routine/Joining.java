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
  /** Pieces of all regions together. */
  private final Tasks tasks;

  private Joining(Node node, List<Move> moves) {
    this.moves = moves;
    this.result = node.operands().size();
    int pieces = moves.stream().mapToInt(move -> move.region.pieces()).sum();
    this.tasks = Tasks.of(pieces, node.types().getFirst().bytes() / 8.0 / pieces);
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
  public int tasks() {
    return tasks.count();
  }

  @Override
  public double nanos() {
    return 20 + tasks.nanos();
  }

  @Override
  public void run(long[] at, int task) {
    int first = tasks.from(task);
    int end = tasks.from(task + 1);
    for (int i = 0; i < moves.size() && end > 0; i++) {
      Move move = moves.get(i);
      int pieces = move.region.pieces();
      if (first < pieces) {
        move.region.copy(at[move.operand], at[result] + move.to, Math.max(0, first), Math.min(pieces, end));
      }
      first -= pieces;
      end -= pieces;
    }
  }
}
