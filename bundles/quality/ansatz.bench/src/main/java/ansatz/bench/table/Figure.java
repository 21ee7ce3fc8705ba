package ansatz.bench.table;

import ansatz.bench.ceiling.Ceilings;
import java.util.List;
import java.util.Optional;

/**
 * What a peer reached, well tuned, on the machine on which {@link Ceilings#published} were measured: the mean of two
 * rounds of its better variant. A peer that stays far below is badly tuned here, and a ratio to it says nothing.
 */
public record Figure(String workload, String library, int threads, double stepsPerSecond) {
  private static final List<Figure> ALL = List.of(new Figure("W1", "libtorch", 1, 4862),
      new Figure("W1", "libtorch", 2, 4388), new Figure("W1", "TensorFlow", 1, 12_558),
      new Figure("W1", "TensorFlow", 2, 8752), new Figure("W2", "libtorch", 1, 300),
      new Figure("W2", "libtorch", 2, 490), new Figure("W2", "TensorFlow", 1, 385),
      new Figure("W2", "TensorFlow", 2, 491), new Figure("W3", "libtorch", 1, 106.5),
      new Figure("W3", "libtorch", 2, 173), new Figure("W3", "TensorFlow", 1, 131),
      new Figure("W3", "TensorFlow", 2, 212.5), new Figure("W4", "libtorch", 1, 14.05),
      new Figure("W4", "libtorch", 2, 25.15), new Figure("W4", "TensorFlow", 1, 13.3),
      new Figure("W4", "TensorFlow", 2, 23.95), new Figure("W5", "libtorch", 1, 8.35),
      new Figure("W5", "libtorch", 2, 14.5), new Figure("W5", "TensorFlow", 1, 6.85),
      new Figure("W5", "TensorFlow", 2, 9.5), new Figure("W6", "libtorch", 1, 119),
      new Figure("W6", "libtorch", 2, 157.5), new Figure("W7", "libtorch", 1, 214),
      new Figure("W7", "libtorch", 2, 210), new Figure("W8", "libtorch", 1, 321.5),
      new Figure("W8", "libtorch", 2, 316), new Figure("W8", "TensorFlow", 1, 748),
      new Figure("W8", "TensorFlow", 2, 635), new Figure("W8b", "libtorch", 1, 190.5),
      new Figure("W8b", "libtorch", 2, 186), new Figure("W8b", "TensorFlow", 1, 395.5),
      new Figure("W8b", "TensorFlow", 2, 345.5));

  /** A library's best figure for a workload. */
  public static Optional<Figure> best(String workload, String library) {
    return of(workload, library).stream().max((a, b) -> Double.compare(a.stepsPerSecond, b.stepsPerSecond));
  }

  private static List<Figure> of(String workload, String library) {
    return ALL.stream().filter(each -> each.workload.equals(workload) && each.library.equals(library)).toList();
  }

  /**
   * What a library can be expected to reach here.
   *
   * <p>The share c of its step there that its flops take at the rate of large products scales with the rate of products,
   * the rest with the speed of scalar code: t' = t (c P/P' + (1 - c) S/S').
   *
   * @param flops of a step
   * @param here this machine's ceilings on one thread and on two
   */
  public static double expected(String workload, String library, double flops, List<Ceilings> here) {
    return of(workload, library).stream().mapToDouble(figure -> {
      Ceilings now = here.get(Math.min(figure.threads, here.size()) - 1);
      return figure.scaled(flops, Ceilings.published(figure.threads), now);
    }).max().orElse(Double.NaN);
  }

  /** The figure on a machine of other ceilings. */
  double scaled(double flops, Ceilings there, Ceilings here) {
    double arithmetic = Math.min(1, flops * stepsPerSecond / 1e9 / there.product());
    return stepsPerSecond / (arithmetic * there.product() / here.product()
        + (1 - arithmetic) * there.scalar() / here.scalar());
  }
}
