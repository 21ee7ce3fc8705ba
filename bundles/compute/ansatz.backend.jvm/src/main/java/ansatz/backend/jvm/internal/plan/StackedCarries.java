package ansatz.backend.jvm.internal.plan;

import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Scan;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The carries of a scan that are stacked as well, as they go into each step or as they come out of it: they live in the
 * stack, where the next step finds them, and are never copied. The others are updated in place.
 */
public final class StackedCarries {
  private final Scan scan;
  /** By carry, the output of the body whose stack it lives in; -1 for none. */
  private final int[] stacks;
  private final boolean[] before;

  private StackedCarries(Scan scan) {
    this.scan = scan;
    this.stacks = new int[scan.carries()];
    this.before = new boolean[scan.carries()];
    List<Tensor> outputs = scan.body().outputs();
    for (int carry = 0; carry < stacks.length; carry++) {
      List<Tensor> stacked = outputs.subList(scan.carries(), outputs.size());
      int in = stacked.indexOf(scan.body().inputs().get(scan.constants() + carry));
      int out = stacked.indexOf(outputs.get(carry));
      before[carry] = in >= 0;
      stacks[carry] = Math.max(in, out) < 0 ? -1 : scan.carries() + (in >= 0 ? in : out);
      if (carry > 0 && contains(Arrays.copyOf(stacks, carry), stacks[carry])) {
        stacks[carry] = -1; // two carries are the same
      }
    }
  }

  public static StackedCarries of(Scan scan) {
    return new StackedCarries(scan);
  }

  private static boolean contains(int[] numbers, int number) {
    return number >= 0 && IntStream.of(numbers).anyMatch(n -> n == number);
  }

  /** The output of the body whose stack a carry lives in; -1 for none. */
  public int stack(int carry) {
    return stacks[carry];
  }

  /** Whether a carry is stacked as it goes into a step. */
  public boolean isBefore(int carry) {
    return before[carry];
  }

  /** The numbers of the outputs that a step makes otherwise. */
  public int[] outputs() {
    return IntStream.range(0, scan.body().outputs().size()).filter(i -> !contains(stacks, i)).toArray();
  }

  /** A body of the scan without what is in place by itself. */
  Program strip(Program body) {
    return Program.of(body.inputs(), IntStream.of(outputs()).mapToObj(body.outputs()::get).toList());
  }

  /** Which inputs' memory outputs take. */
  Map<Integer, Integer> inPlace() {
    Map<Integer, Integer> donated = new HashMap<>();
    for (int i = 0; i < stacks.length; i++) {
      if (stacks[i] < 0) {
        donated.put(i, scan.constants() + i);
      }
    }
    return donated;
  }
}
