package ansatz.backend.jvm.internal.routine;

import ansatz.backend.jvm.internal.emit.Memory;
import ansatz.backend.jvm.internal.optimize.Patches;
import ansatz.tensor.Node;
import ansatz.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Copies what lies under each window, in runs of neighbouring elements. */
final class Patching implements Divided {
  private final int taps;
  private final int outputs;
  /** Bytes of an image, and of an element with all its channels. */
  private final long image;
  private final long element;
  /** The place under each window's elements; -1 where there is none. */
  private final int[] places;
  /** Pieces of work: windows of all images. */
  private final Tasks tasks;

  Patching(Node node, Patches patches) {
    Shape x = node.operand(0).shape();
    Shape y = node.types().getFirst().shape();
    this.taps = patches.taps();
    this.element = (long) x.extent(-1) * node.operand(0).dtype().bytes();
    this.image = node.operand(0).type().bytes() / x.extent(0);
    this.outputs = Math.toIntExact(y.size() / y.extent(0) / y.extent(-1) / taps);
    this.places = new int[outputs * taps];
    Arrays.fill(places, -1);
    patches.window().visit(patches.base(x), (output, place, tap) -> places[output * taps + tap] = place);
    this.tasks = Tasks.of(Math.multiplyExact(x.extent(0), outputs), 5 + taps * (2 + element / 16.0));
  }

  @Override
  public Tasks division() {
    return tasks;
  }

  @Override
  public void run(long[] at, int task) {
    for (int unit = tasks.from(task); unit < tasks.from(task + 1); unit++) {
      int first = unit % outputs * taps;
      long from = at[0] + unit / outputs * image;
      long to = at[1] + unit * taps * element;
      for (int tap = 0; tap < taps;) {
        int end = run(first + tap, first + taps) - first;
        int place = places[first + tap];
        long bytes = (end - tap) * element;
        if (place < 0) {
          Memory.ALL.asSlice(to + tap * element, bytes).fill((byte) 0);
        } else {
          MemorySegment.copy(Memory.ALL, from + place * element, Memory.ALL, to + tap * element, bytes);
        }
        tap = end;
      }
    }
  }

  /** Behind the last of the elements from a first one on that are neighbours, or are all missing. */
  private int run(int first, int limit) {
    int end = first + 1;
    while (end < limit && places[end] == (places[first] < 0 ? -1 : places[end - 1] + 1)) {
      end++;
    }
    return end;
  }
}
