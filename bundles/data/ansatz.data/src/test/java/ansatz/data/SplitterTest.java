package ansatz.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.data.Column.Categorical;
import ansatz.data.Column.Numeric;
import ansatz.data.Dataset.Role;
import ansatz.learn.Key;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitterTest {
  private static final Key KEY = new Key(42);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyRowIsTestedOnce(boolean stratified) {
    Dataset data = classes(7, 20, 5, 0);
    List<Fold> folds = new Splitter.KFold(5, stratified).split(data, KEY);
    assertArrayEquals(IntStream.range(0, 32).toArray(),
        folds.stream().flatMapToInt(fold -> Arrays.stream(fold.test())).sorted().toArray());
    for (Fold fold : folds) {
      assertParted(32, fold);
    }
    assertEven(folds, fold -> fold.test().length);
  }

  @Test
  void strataAreEven() {
    Dataset data = classes(7, 20, 5, 0);
    int[] codes = ((Categorical) data.target().orElseThrow()).codes();
    List<Fold> folds = new Splitter.KFold(5, true).split(data, KEY);
    for (int code : List.of(0, 1, 2)) {
      assertEven(folds, fold -> (int) Arrays.stream(fold.test()).filter(i -> codes[i] == code).count());
    }
  }

  @Test
  void theKeyAloneDecides() {
    Dataset data = classes(10, 10);
    Splitter splitter = new Splitter.KFold(2, true);
    int[] first = splitter.split(data, KEY).getFirst().test();
    assertArrayEquals(first, splitter.split(data, KEY).getFirst().test());
    assertFalse(Arrays.equals(first, splitter.split(data, new Key(43)).getFirst().test()));
    assertFalse(Arrays.equals(IntStream.range(0, 10).map(i -> 2 * i).toArray(), first), "rows were not shuffled");
  }

  /** The bits of a split must not change between releases, else no old run can be reproduced. */
  @Test
  void bitsArePinned() {
    assertArrayEquals(new int[] {0, 6, 7, 8}, new Splitter.KFold(3, false).split(numbers(10), KEY).getFirst().test());
    assertArrayEquals(new int[] {0, 3, 4}, new Splitter.Holdout(0.3, false).split(numbers(10), KEY).getFirst().test());
  }

  @Test
  void everyPermutationIsEquallyLikely() {
    int[] count = new int[24];
    var random = KEY.generator();
    for (int i = 0; i < 24_000; i++) {
      int[] p = Shuffle.of(new int[] {0, 1, 2, 3}, random);
      int below1 = (p[2] < p[1] ? 1 : 0) + (p[3] < p[1] ? 1 : 0);
      int below0 = (p[1] < p[0] ? 1 : 0) + (p[2] < p[0] ? 1 : 0) + (p[3] < p[0] ? 1 : 0);
      count[below0 * 6 + below1 * 2 + (p[3] < p[2] ? 1 : 0)]++;
    }
    double chiSquare = Arrays.stream(count).mapToDouble(n -> (n - 1000.0) * (n - 1000.0) / 1000).sum();
    assertTrue(chiSquare < 49.7, "chi-square of 23 degrees of freedom, p = 0.001: " + chiSquare);
  }

  @Test
  void aFractionIsHeldOut() {
    assertEquals(20, new Splitter.Holdout(0.2, false).split(numbers(100), KEY).getFirst().test().length);
    assertEquals(1, new Splitter.Holdout(0.01, false).split(numbers(2), KEY).getFirst().test().length);
    assertEquals(1, new Splitter.Holdout(0.99, false).split(numbers(2), KEY).getFirst().training().length);
    Fold fold = new Splitter.Holdout(0.25, true).split(classes(40, 4), KEY).getFirst();
    assertParted(44, fold);
    assertEquals(11, fold.test().length);
    assertEquals(1, Arrays.stream(fold.test()).filter(i -> i >= 40).count());
  }

  @Test
  void resubstitutionIsEverything() {
    Fold fold = new Splitter.Resubstitution().split(numbers(3), KEY).getFirst();
    assertArrayEquals(new int[] {0, 1, 2}, fold.training());
    assertArrayEquals(new int[] {0, 1, 2}, fold.test());
  }

  @Test
  void whatCannotBeSplitIsRefused() {
    refused("cross-validation needs at least 2 folds, got 1", () -> new Splitter.KFold(1, false));
    refused("10 folds need at least 10 rows, 't' has 9: use fewer folds",
        () -> new Splitter.KFold(10, false).split(numbers(9), KEY));
    refused("class 'k1' of target 'y' has 3 rows, but a stratified split needs 5 of each class: use fewer folds, or do "
        + "not stratify", () -> new Splitter.KFold(5, true).split(classes(9, 3), KEY));
    refused("a stratified split needs a categorical target, 't' has the numeric target 'y'",
        () -> new Splitter.KFold(2, true).split(numbers(9), KEY));
    refused("the fraction to hold out lies between 0 and 1, got 1.0", () -> new Splitter.Holdout(1, false));
    refused("holding rows out needs at least 2, 't' has 1",
        () -> new Splitter.Holdout(0.5, false).split(numbers(1), KEY));
  }

  private static void assertParted(int rows, Fold fold) {
    int[] all = IntStream.concat(Arrays.stream(fold.training()), Arrays.stream(fold.test())).sorted().toArray();
    assertArrayEquals(IntStream.range(0, rows).toArray(), all);
    assertArrayEquals(Arrays.stream(fold.test()).sorted().toArray(), fold.test());
    assertArrayEquals(Arrays.stream(fold.training()).sorted().toArray(), fold.training());
  }

  private static void assertEven(List<Fold> folds, ToIntFunction<Fold> size) {
    IntSummaryStatistics sizes = folds.stream().mapToInt(size).summaryStatistics();
    assertTrue(sizes.getMax() - sizes.getMin() <= 1, "sizes from " + sizes.getMin() + " to " + sizes.getMax());
  }

  private static Dataset numbers(int rows) {
    return new Dataset("t", List.of(new Numeric("y", new double[rows])), Map.of("y", Role.TARGET), "");
  }

  /** Classes k0, k1 ... with that many rows each. */
  private static Dataset classes(int... sizes) {
    int[] codes = IntStream.range(0, sizes.length).flatMap(k -> IntStream.generate(() -> k).limit(sizes[k])).toArray();
    List<String> levels = IntStream.range(0, sizes.length).mapToObj(k -> "k" + k).toList();
    return new Dataset("t", List.of(new Categorical("y", codes, levels)), Map.of("y", Role.TARGET), "");
  }

  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(DataException.class, call).getMessage());
  }
}
