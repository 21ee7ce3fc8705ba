package ansatz.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against what numpy 2.4 gives for the same index. */
class IndexingTest {
  private static final double NAN = Double.NaN;

  private static Tensor arange(int... extents) {
    return Tensor.arange(DType.F64, (int) Shape.of(extents).size()).reshape(extents);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "1:3, ::2, -1             | [2,2]     | 15 23 27 35",
    "-1                       | [3,4]     | 24 25 26 27 28 29 30 31 32 33 34 35",
    "..., 1                   | [3,3]     | 1 5 9 13 17 21 25 29 33",
    "::-1, 0, 3:0:-2          | [3,2]     | 27 25 15 13 3 1",
    "0, None, 1, -2:          | [1,2]     | 6 7",
    "2:1, 0                   | [0,4]     |",
    "0, 1, -100:100:3         | [2]       | 4 7",
    "1:, ..., None, 5:-10:-3  | [2,3,1,2] | 15 12 19 16 23 20 27 24 31 28 35 32"})
  void subscriptsTakeWhatNumpyTakes(String index, String shape, String elements) {
    Tensor part = arange(3, 3, 4).slice(index);
    assertEquals(shape, part.shape().toString());
    assertEquals(elements == null ? "" : elements, String.join(" ",
        IntStream.range(0, (int) part.type().size()).mapToObj(i -> "" + (int) part.values().get(i)).toList()));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"3 | axis 0 has 0 to 2", "0,0,0,0 | names 4 axes", "a:2 | not a whole number",
    "::0 | step other than 0", "...,... | once"})
  void subscriptsThatDoNotFitAreNamed(String index, String why) {
    var e = assertThrows(IllegalArgumentException.class, () -> arange(3, 3, 4).slice(index));
    assertTrue(e.getMessage().contains(why) && e.getMessage().contains(index), e.getMessage());
  }

  @Test
  void orderedWithNaNGreatestAndTiesInOrder() {
    Tensor x = Tensor.of(new double[] {2, NAN, 1, 2, -0.0, 0.0});
    assertArrayEquals(new int[] {4, 5, 2, 0, 3, 1}, x.argsort(0).values().ints());
    assertArrayEquals(new double[] {NAN, 2, 2}, x.topk(3).values().values().doubles());
    assertArrayEquals(new int[] {1, 0, 3}, x.topk(3).index().values().ints());
    assertEquals(1, x.argmax(0).item());
    assertEquals(4, x.slice("2:").argmin(0).item() + 2);
    assertTrue(Double.isNaN(x.max().item()) && Double.isNaN(x.min().item()));
    assertEquals(Integer.MIN_VALUE, Tensor.of(new int[] {3, Integer.MIN_VALUE}).min().item());
  }

  @Test
  void placesAreTakenAndMoved() {
    Tensor x = arange(2, 3);
    assertArrayEquals(new double[] {2, 0, 5, 3}, x.take(Tensor.of(new int[] {2, 0}), 1).values().doubles());
    assertArrayEquals(new double[] {0, 0, 1, 5, 0, 0}, x.takeAlong(Tensor.of(new int[] {0, -1, 1, 2, 3, 9}, 2, 3), 1)
        .values().doubles());
    assertArrayEquals(new double[] {2, 0, 1, 5, 3, 4}, x.roll(1, 1).values().doubles());
    assertArrayEquals(new double[] {5, 4, 3, 2, 1, 0}, x.flip(0, 1).values().doubles());
    assertArrayEquals(new double[] {0, 1, 0, 3, 4, 5}, x.tril(1).values().doubles());
    assertArrayEquals(new double[] {0, 1, 2, 0, 4, 5}, x.triu().values().doubles());
    assertArrayEquals(new double[] {0, 4}, x.diagonal().values().doubles());
    assertArrayEquals(new double[] {7, 1, 7, 4}, x.pad(new int[] {0, 1}, new int[] {0, -1}, 7).slice(":, 0:3:2")
        .values().doubles());
    assertArrayEquals(new double[] {0, 0, 1, 1, 0, 0},
        Tensor.of(new int[] {2, 0}).oneHot(3, DType.F64).values().doubles());
    assertArrayEquals(new double[] {0, 3, 1, 4, 2, 5}, Tensor.stack(-1, x.at(0, 0), x.at(0, -1)).values().doubles());
  }

  @Test
  void reductionsOverAxes() {
    Tensor x = Tensor.of(new double[] {1, -2, 3, 4, 0.5, -6}, 2, 3);
    assertArrayEquals(new double[] {4, 0.5, 3}, x.max(0).values().doubles());
    assertEquals(-6, x.min().item());
    assertArrayEquals(new double[] {-6, -12}, x.prod(1).values().doubles());
    assertEquals(1, Tensor.zeros(DType.F64, 0).prod().item());
    assertArrayEquals(new double[] {2.25, 1.5625, 20.25}, x.variance(0).values().doubles());
    assertEquals(Math.sqrt(66.25), x.norm().item(), 1e-15);
    assertArrayEquals(new double[] {1, -1, 2, 4, 4.5, -1.5}, x.cumsum(1).values().doubles());
    double lse = Math.log(Math.exp(1) + Math.exp(-2) + Math.exp(3));
    assertEquals(lse, x.logsumexp(1).values().get(0), 1e-15);
    assertEquals(1000 + Math.log(2), Tensor.of(new double[] {1000, 1000}).logsumexp().item(), 1e-12);
    double none = Double.NEGATIVE_INFINITY;
    assertEquals(none, Tensor.of(new double[] {none, none}).logsumexp().item());
    assertArrayEquals(new double[] {0, 1}, Tensor.of(new double[] {none, 2}).softmax(0).values().doubles());
    assertTrue(x.gt(-7).all().values().getBoolean(0) && !x.gt(5).any().values().getBoolean(0));
  }
}
