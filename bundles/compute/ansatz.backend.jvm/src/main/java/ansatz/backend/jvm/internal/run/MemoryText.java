package ansatz.backend.jvm.internal.run;

import ansatz.backend.jvm.internal.plan.Place;
import ansatz.backend.jvm.internal.plan.Plan;
import ansatz.backend.jvm.internal.plan.Step;
import ansatz.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Where a plan's arrays lie and for how long, and which outputs take an input's memory. */
final class MemoryText {
  private final Plan plan;
  private final long constants;
  /** The first and the last wave that touches an array. */
  private final Map<Tensor, int[]> spans = new HashMap<>();

  MemoryText(Course course) {
    this.plan = course.plan();
    this.constants = course.constantBytes();
    for (int wave = 0; wave < plan.waves().size(); wave++) {
      for (Step step : plan.waves().get(wave)) {
        Set<Tensor> arrays = new LinkedHashSet<>(step.reads());
        arrays.addAll(step.writes());
        for (Tensor array : arrays) {
          spans.computeIfAbsent(array, _ -> new int[] {Integer.MAX_VALUE, 0});
          spans.get(array)[0] = Math.min(spans.get(array)[0], wave);
          spans.get(array)[1] = wave;
        }
      }
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "workspace %,d bytes, inputs %,d, outputs %,d, constants %,d%n",
        plan.workspace(), bytes(plan.source().inputs()), bytes(plan.source().outputs()), constants));
    List<Tensor> laid = new ArrayList<>(plan.places().keySet());
    laid.removeIf(array -> !(plan.places().get(array) instanceof Place.Workspace) || !spans.containsKey(array));
    laid.sort(Comparator.comparingLong(this::offset).thenComparingInt(array -> spans.get(array)[0]));
    if (!laid.isEmpty()) {
      text.append("    offset       bytes   waves  array\n");
    }
    for (Tensor array : laid) {
      int[] span = spans.get(array);
      text.append(String.format(Locale.ROOT, "%10d %11d %7s  %s %s%n", offset(array), array.type().bytes(),
          span[0] == span[1] ? span[0] : span[0] + "-" + span[1], array.node().primitive().symbol(), array.type()));
    }
    aliases(text);
    return text.toString();
  }

  private long offset(Tensor array) {
    return plan.places().get(array) instanceof Place.Workspace(long offset) ? offset : -1;
  }

  private static long bytes(List<Tensor> tensors) {
    return tensors.stream().mapToLong(tensor -> tensor.type().bytes()).sum();
  }

  /** Neighbours that are aliased to neighbours share a line. */
  private void aliases(StringBuilder text) {
    Map<Integer, Integer> open = new TreeMap<>(plan.donated());
    while (!open.isEmpty()) {
      int output = open.keySet().iterator().next();
      int input = open.get(output);
      int count = 0;
      while (open.containsKey(output + count) && open.get(output + count) == input + count) {
        open.remove(output + count++);
      }
      text.append(count == 1
          ? "output " + output + " in the memory of input " + input + "\n"
          : "outputs " + output + "-" + (output + count - 1) + " in the memory of inputs " + input + "-"
              + (input + count - 1) + "\n");
    }
  }
}
