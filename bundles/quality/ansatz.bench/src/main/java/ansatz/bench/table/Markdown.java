package ansatz.bench.table;

import ansatz.bench.ceiling.Ceilings;
import ansatz.bench.race.Setup;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The table as text. */
public final class Markdown {
  /** What our losses may be off by. */
  private static final double LOSS_TOLERANCE = 1e-3;
  private static final String HEADER = """
      | | ours, steps/s (1 thread) | libtorch | TensorFlow | ours / better peer | must (aim) | roofline | \
      settled, s | ours | peak RSS, MB: ours, libtorch, TensorFlow | loss error: ours, libtorch, TensorFlow |
      |---|---|---|---|---|---|---|---|---|---|---|
      """;
  private static final String NOTES = """
      A peer: steps/s of its best setup (which), published figure on the other machine -> expected here, share of that.
      Expected: t' = t (c P/P' + (1 - c) S/S'), where c is the share of the published step that its flops take at the
      rate P of large products, and S is the speed of scalar code. Below 85 % the ratio is withheld.
      Roofline: the larger of flops / peak and (inputs + outputs) / triad, over our time for a step.
      Settled: from the first step (compiled before) until steps come within 10 % of the median.
      Ours: nodes outside kernels run in the primitives' own loops; by hand are gathers, orders, windows and their like.
      Loss error: the largest relative difference to float64 over the first steps; W9 drops other units in each library.
      """;

  private Markdown() {}

  public static String ceilings(List<Ceilings> ceilings) {
    return ceilings.stream().map(c -> {
      Ceilings there = Ceilings.published(c.threads());
      return String.format(Locale.ROOT,
          "%d thread(s): peak %.0f GFLOP/s, products %.0f GFLOP/s, triad %.1f GB/s, scalar %.0f M/s"
              + " (the other machine: %.0f, %.0f, %.1f, %.0f)%n",
          c.threads(), c.peak(), c.product(), c.triad(), c.scalar() / 1e6, there.peak(), there.product(),
          there.triad(), there.scalar() / 1e6);
    }).collect(Collectors.joining());
  }

  public static String of(List<Row> rows) {
    return HEADER + rows.stream().map(Markdown::line).collect(Collectors.joining()) + "\n" + NOTES;
  }

  private static String line(Row row) {
    return String.format(Locale.ROOT, "| %s | %s (%s) | %s | %s | %s | %s (%s) | %.0f %% | %.1f | %s | %d%s | %s%s |%n",
        row.workload(), number(row.stepsPerSecond()), number(row.singleThread()), peer(row, Setup.LIBTORCH),
        peer(row, Setup.TENSORFLOW), ratio(row), number(row.goal().must()), number(row.goal().aim()),
        100 * row.roofline(), row.settleSeconds(), row.about(), row.peakKilobytes() / 1024,
        each(row, peer -> ", " + peer.peakKilobytes() / 1024),
        error(row.lossError()) + (row.lossError() <= LOSS_TOLERANCE ? "" : " (too large)"),
        each(row, peer -> ", " + error(peer.lossError())));
  }

  private static String each(Row row, Function<Peer, String> text) {
    return row.peers().stream().map(text).collect(Collectors.joining());
  }

  private static String peer(Row row, String library) {
    return row.peers().stream().filter(peer -> peer.library().equals(library)).findFirst()
        .map(peer -> number(peer.stepsPerSecond()) + " (" + peer.setup().substring(library.length()).trim() + ")"
            + (Double.isNaN(peer.figure())
                ? ", no figure"
                : String.format(Locale.ROOT, ", %s -> %s, %.0f %%", number(peer.figure()), number(peer.expected()),
                    100 * peer.share())))
        .orElse("-");
  }

  private static String ratio(Row row) {
    return row.ratio().isPresent()
        ? String.format(Locale.ROOT, "**%.2f**", row.ratio().getAsDouble())
        : row.peers().isEmpty() ? "-" : "withheld";
  }

  private static String error(double error) {
    return String.format(Locale.ROOT, "%.0e", error);
  }

  /** Three digits or more. */
  static String number(double value) {
    return Double.isNaN(value)
        ? "-"
        : value >= 100
            ? String.format(Locale.ROOT, "%,.0f", value)
            : String.format(Locale.ROOT, "%.3g", value);
  }
}
