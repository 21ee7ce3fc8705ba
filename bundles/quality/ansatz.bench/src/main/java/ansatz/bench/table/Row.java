package ansatz.bench.table;

import ansatz.bench.ceiling.Ceilings;
import ansatz.bench.race.Result;
import ansatz.bench.race.Setup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A workload of the table.
 *
 * @param flops of a step, as the program says
 * @param bytes of the step's inputs and outputs, once each
 * @param stepsPerSecond ours on all threads
 * @param singleThread ours on one thread, NaN where that was not measured
 * @param roofline the share of the rate at which arithmetic at the machine's peak, or reading inputs and writing
 *          outputs at its bandwidth, would be done
 * @param settleSeconds from our first step until steps came within 10 % of the median
 * @param lossError the largest relative difference of our first losses from the float64 ones
 */
public record Row(String workload, double flops, double bytes, double stepsPerSecond, double singleThread,
    double roofline, double settleSeconds, double lossError, long peakKilobytes, String about, Goal goal,
    List<Peer> peers) {
  public static Row of(String workload, double flops, double bytes, List<Result> results, double[] losses,
      List<Ceilings> ceilings) {
    Result ours = results.stream().filter(each -> each.setup().isOurs())
        .max(Comparator.comparingInt(each -> each.setup().threads())).orElseThrow();
    double single = results.stream().filter(each -> each.setup().isOurs() && each.setup().threads() == 1)
        .mapToDouble(Result::rate).findFirst().orElse(Double.NaN);
    List<Peer> peers = new ArrayList<>();
    for (String library : List.of(Setup.LIBTORCH, Setup.TENSORFLOW)) {
      results.stream().filter(each -> each.setup().library().equals(library))
          .max(Comparator.comparingDouble(Result::rate))
          .ifPresent(best -> peers.add(Peer.of(workload, best, flops, ceilings, losses)));
    }
    Ceilings all = ceilings.getLast();
    double least = Math.max(flops / (all.peak() * 1e9), bytes / (all.triad() * 1e9));
    return new Row(workload, flops, bytes, ours.rate(), single, least * ours.rate(), ours.settleSeconds(),
        Losses.error(ours.losses(), losses), ours.peakKilobytes(), ours.about(), Goal.of(workload), peers);
  }

  /** Ours over the fastest peer; none where a peer ran badly, as that would flatter us, or where none ran. */
  public OptionalDouble ratio() {
    if (peers.stream().anyMatch(Peer::isBadlyTuned)) {
      return OptionalDouble.empty();
    }
    OptionalDouble best = peers.stream().mapToDouble(Peer::stepsPerSecond).max();
    return best.isPresent() ? OptionalDouble.of(stepsPerSecond / best.getAsDouble()) : best;
  }
}
