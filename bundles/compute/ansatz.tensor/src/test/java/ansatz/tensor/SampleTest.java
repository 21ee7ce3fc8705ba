package ansatz.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.hipparchus.distribution.continuous.BetaDistribution;
import org.hipparchus.distribution.continuous.GammaDistribution;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.distribution.discrete.PoissonDistribution;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import ansatz.tensor.primitive.Philox;

class SampleTest {
  private static final int N = 3_000;
  private static final Key KEY = Key.of(20_261_121L << 16);

  @Test
  void philoxGivesThePublishedNumbers() {
    // Random123's known answers for philox4x32-10: counter, key, result.
    for (String line : List.of(
        "00000000 00000000 00000000 00000000  00000000 00000000  6627e8d5 e169c58d bc57ac4c 9b00dbd8",
        "ffffffff ffffffff ffffffff ffffffff  ffffffff ffffffff  408f276d 41c83b0e a20bc7c6 6d5451fd",
        "243f6a88 85a308d3 13198a2e 03707344  a4093822 299f31d0  d16cfe09 94fdcceb 5001e420 24126ea1")) {
      int[] words = Arrays.stream(line.split(" +")).mapToInt(HexFormat::fromHexDigits).toArray();
      assertArrayEquals(Arrays.copyOfRange(words, 6, 10),
          Philox.block(Arrays.copyOf(words, 4), words[4], words[5]));
    }
  }

  @Test
  void bitsAreBlocksInOrderAndBatchesOfKeysAreLoops() {
    Key key = new Key(Tensor.of(new int[] {0xa4093822, 0x299f31d0}));
    int[] bits = key.bits(2, 3).values().ints();
    assertArrayEquals(Arrays.copyOf(Philox.block(new int[4], 0xa4093822, 0x299f31d0), 4), Arrays.copyOf(bits, 4));
    assertEquals(Philox.block(new int[] {1, 0, 0, 0}, 0xa4093822, 0x299f31d0)[1], bits[5]);
    Tensor keys = key.splitAll(3);
    Tensor all = Transforms.vmap(in -> List.of(Sample.normal(new Key(in.getFirst()), DType.F32, 5))).of(keys)
        .getFirst();
    for (int i = 0; i < 3; i++) {
      assertTrue(Sample.normal(key.split(3).get(i), DType.F32, 5).values().sameBits(all.at(0, i).values()));
    }
  }

  @Test
  void foldedKeysDiffer() {
    int[] first = KEY.fold(1).bits(4).values().ints();
    assertArrayEquals(first, KEY.fold(Tensor.scalar(DType.I32, 1)).bits(4).values().ints());
    for (Key other : List.of(KEY, KEY.fold(2), KEY.fold(1).fold(1), KEY.split(2).get(1), KEY.fold("weight"))) {
      assertNotEquals(first[0], other.bits(4).values().ints()[0]);
    }
  }

  /** Kolmogorov and Smirnov's distance of the samples to a distribution, in units of 1 / sqrt(n). */
  private static double distance(Tensor samples, DoubleUnaryOperator cdf) {
    double[] x = samples.values().toDoubles();
    Arrays.sort(x);
    double most = 0;
    for (int i = 0; i < x.length; i++) {
      double f = cdf.applyAsDouble(x[i]);
      most = Math.max(most, Math.max(f - (double) i / x.length, (i + 1.0) / x.length - f));
    }
    return most * Math.sqrt(x.length);
  }

  private static DynamicTest follows(String name, Tensor samples, DoubleUnaryOperator cdf) {
    return DynamicTest.dynamicTest(name, () -> {
      double distance = distance(samples, cdf);
      assertTrue(distance < 1.95, name + ": " + distance + ", of which only one seed in a thousand is above 1.95");
    });
  }

  private static Tensor f64(double value) {
    return Tensor.scalar(DType.F64, value);
  }

  @TestFactory
  Stream<DynamicTest> samplesFollowTheirDistributions() {
    double below = new NormalDistribution().cumulativeProbability(-1);
    double above = new NormalDistribution().cumulativeProbability(2);
    return Stream.of(
        follows("uniform f32", Sample.uniform(KEY, DType.F32, N), x -> x),
        follows("uniform f64", Sample.uniform(KEY, DType.F64, N), x -> x),
        follows("normal f32", Sample.normal(KEY, DType.F32, N), new NormalDistribution()::cumulativeProbability),
        follows("normal f64", Sample.normal(KEY, DType.F64, N), new NormalDistribution()::cumulativeProbability),
        follows("truncated normal", Sample.truncatedNormal(KEY, -1, 2, DType.F64, N),
            x -> (new NormalDistribution().cumulativeProbability(x) - below) / (above - below)),
        follows("exponential", Sample.exponential(KEY, DType.F64, N), x -> -Math.expm1(-x)),
        follows("gumbel", Sample.gumbel(KEY, DType.F64, N), x -> Math.exp(-Math.exp(-x))),
        follows("laplace", Sample.laplace(KEY, DType.F64, N),
            x -> x < 0 ? Math.exp(x) / 2 : 1 - Math.exp(-x) / 2),
        follows("logistic", Sample.logistic(KEY, DType.F64, N), x -> 1 / (1 + Math.exp(-x))),
        follows("cauchy", Sample.cauchy(KEY, DType.F64, N), x -> 0.5 + Math.atan(x) / Math.PI),
        follows("gamma 0.3", Sample.gamma(KEY, f64(0.3), N), new GammaDistribution(0.3, 1)::cumulativeProbability),
        follows("gamma 1", Sample.gamma(KEY, f64(1), N), new GammaDistribution(1, 1)::cumulativeProbability),
        follows("gamma 7.5", Sample.gamma(KEY, f64(7.5), N), new GammaDistribution(7.5, 1)::cumulativeProbability),
        follows("gamma 2, f32", Sample.gamma(KEY, Tensor.scalar(DType.F32, 2), N),
            new GammaDistribution(2, 1)::cumulativeProbability),
        follows("beta", Sample.beta(KEY, f64(0.5), f64(2), N), new BetaDistribution(0.5, 2)::cumulativeProbability),
        follows("student", Sample.studentT(KEY, f64(3), N), new TDistribution(3)::cumulativeProbability));
  }

  @TestFactory
  Stream<DynamicTest> countsFollowPoissonsDistribution() {
    return Stream.of(0.0, 0.7, 9.5, 12.0, 400.0).map(rate -> DynamicTest.dynamicTest("rate " + rate, () -> {
      double[] counts = Sample.poisson(KEY, f64(rate), N).values().doubles();
      double mean = Arrays.stream(counts).average().orElseThrow();
      double variance = Arrays.stream(counts).map(k -> (k - mean) * (k - mean)).average().orElseThrow();
      assertEquals(rate, mean, 4 * Math.sqrt(rate / N));
      assertEquals(rate, variance, 4 * Math.sqrt((2 * rate * rate + rate) / N));
      if (rate > 0) {
        PoissonDistribution exact = new PoissonDistribution(rate);
        int median = exact.inverseCumulativeProbability(0.5);
        double below = Arrays.stream(counts).filter(k -> k <= median).count() / (double) N;
        assertEquals(exact.cumulativeProbability(median), below, 4 * 0.5 / Math.sqrt(N));
      }
    }));
  }

  @Test
  void classesComeAsOftenAsTheirProbability() {
    Tensor logits = Tensor.of(new double[] {Math.log(0.1), Math.log(0.6), Math.log(0.3)});
    int[] classes = Sample.categorical(KEY, logits.broadcast(Shape.of(N, 3))).values().ints();
    double[] p = {0.1, 0.6, 0.3};
    for (int i = 0; i < 3; i++) {
      int kind = i;
      assertEquals(p[i], Arrays.stream(classes).filter(c -> c == kind).count() / (double) N,
          4 * Math.sqrt(p[i] * (1 - p[i]) / N));
    }
    assertEquals(0.3, Sample.bernoulli(KEY, f64(0.3), N).to(DType.F64).mean().item(), 4 * Math.sqrt(0.21 / N));
  }

  @Test
  void permutationsHaveEachNumberOnceAndIntegersTheirRange() {
    int[] order = Sample.permutation(KEY, 1000).values().ints();
    assertArrayEquals(IntStream.range(0, 1000).toArray(), Arrays.stream(order).sorted().toArray());
    assertNotEquals(0, order[0] - order[1] + 1);
    int[] numbers = Sample.integers(KEY, -3, 4, N).values().ints();
    assertArrayEquals(IntStream.range(-3, 4).toArray(), Arrays.stream(numbers).distinct().sorted().toArray());
    assertEquals(0, Arrays.stream(numbers).average().orElseThrow(), 4 * 2 / Math.sqrt(N));
  }

  @Test
  void normalsHaveTheCovarianceOfTheirFactor() {
    Tensor lower = Tensor.of(new double[] {2, 0, -1, 0.5}, 2, 2);
    Tensor x = Sample.multivariateNormal(KEY, Tensor.zeros(DType.F64, N, 2), lower);
    double[] covariance = x.einsum("ni,nj->ij", x).div(N).values().doubles();
    assertArrayEquals(new double[] {4, -2, -2, 1.25}, covariance, 0.3);
    double[] mean = Sample.dirichlet(KEY, Tensor.of(new double[] {1, 2, 5}).broadcast(Shape.of(N, 3))).mean(0).values()
        .doubles();
    assertArrayEquals(new double[] {0.125, 0.25, 0.625}, mean, 0.015);
  }
}
