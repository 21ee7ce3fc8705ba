package ansatz.bench.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.bench.ceiling.Ceilings;
import ansatz.bench.race.Result;
import ansatz.bench.race.Setup;
import ansatz.bench.race.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Ratios are to the fastest peer at its better setup, and are withheld where a peer ran badly. */
class RowTest {
  private static final List<Ceilings> THERE = List.of(Ceilings.published(1), Ceilings.published(2));
  private static final double W2_FLOPS = 3.08e8;

  @Test
  void theRatioIsToTheFasterPeerAtItsBetterThreadCount() {
    Row row = w2(1000, 480, 300, 385, 500);
    assertEquals(OptionalDouble.of(2), row.ratio());
    assertEquals("TensorFlow pool 2t", row.peers().get(1).setup());
    assertEquals(480 / 490.0, row.peers().get(0).share(), 1e-12);
  }

  @Test
  void aPeerFarBelowItsFigureWithholdsTheRatio() {
    assertTrue(w2(1000, 490 * 0.851, 300, 385, 500).ratio().isPresent());
    assertTrue(w2(1000, 490 * 0.849, 300, 385, 500).ratio().isEmpty());
    assertTrue(Markdown.of(List.of(w2(1000, 100, 300, 385, 500))).contains("| withheld |"));
  }

  @Test
  void withoutPeersThereIsNoRatio() {
    Row row = Row.of("W2", W2_FLOPS, 1, List.of(result(Setup.ansatz(2), 5)), new double[] {1}, THERE);
    assertTrue(row.ratio().isEmpty());
    assertTrue(Double.isNaN(row.singleThread()));
  }

  @Test
  void figuresOfAMachineHalfAsFastAreHalfAsHigh() {
    List<Ceilings> half = THERE.stream().map(c -> new Ceilings(c.threads(), c.peak() / 2, c.product() / 2, c.triad(),
        c.scalar() / 2)).toList();
    assertEquals(245.5, Figure.expected("W2", "TensorFlow", W2_FLOPS, half), 1e-9);
    assertEquals(491, Figure.expected("W2", "TensorFlow", W2_FLOPS, THERE), 1e-9);
    assertTrue(Double.isNaN(Figure.expected("W10", "libtorch", 1e6, THERE)));
  }

  @Test
  void onlyTheShareOfArithmeticScalesWithProducts() {
    Ceilings there = Ceilings.published(1);
    Ceilings here = new Ceilings(1, 0, there.product() / 2, 0, there.scalar());
    // 79 GFLOP/s of 158: half of the step is arithmetic, and takes twice as long here
    assertEquals(100 / 1.5, new Figure("W2", "libtorch", 1, 100).scaled(0.79e9, there, here), 1e-9);
  }

  @Test
  void theRooflineIsTheSlowerOfArithmeticAndMemory() {
    List<Result> results = List.of(result(Setup.ansatz(2), 100));
    double[] losses = {1};
    assertEquals(0.5, Row.of("W2", 2.375e9, 1, results, losses, THERE).roofline(), 1e-9);
    assertEquals(0.25, Row.of("W2", 1, 0.086e9, results, losses, THERE).roofline(), 1e-9);
  }

  @Test
  void lossesAreComparedRelatively() {
    assertEquals(0.1, Losses.error(new double[] {2, 1.1}, new double[] {2.1, 1}), 1e-12);
  }

  private static Row w2(double ours, double torch2, double torch1, double flow1, double flow2) {
    return Row.of("W2", W2_FLOPS, 1,
        List.of(result(Setup.ansatz(2), ours), result(Setup.ansatz(1), ours / 2),
            result(Setup.torchWithMkl(2), torch2), result(Setup.torchWithOpenBlas(1), torch1),
            result(Setup.tensorFlowOnCaller(1), flow1), result(Setup.tensorFlowOnPool(2), flow2)),
        new double[] {1}, THERE);
  }

  /** Rounds of which the median is the rate. */
  private static Result result(Setup setup, double rate) {
    List<List<Window>> turns = new ArrayList<>();
    DoubleStream.of(0.1, 2, 1).forEach(factor -> turns.add(List.of(new Window(1, 1 / (rate * factor)))));
    return new Result(setup, new double[] {1}, List.of(new Window(1, 1)), turns, 2048, "");
  }
}
