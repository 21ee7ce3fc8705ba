package ansatz.data.transforms;

import static ansatz.data.transforms.Table.c;
import static ansatz.data.transforms.Table.fitted;
import static ansatz.data.transforms.Table.numbers;
import static ansatz.data.transforms.Table.refused;
import static ansatz.data.transforms.Table.x;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.data.Column;
import ansatz.data.Dataset;
import ansatz.data.Transform;
import ansatz.learn.Params;
import ansatz.testkit.TransformContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneHotTest extends TransformContract {
  private final OneHot oneHot = new OneHot(Params.of(OneHot.Config.class));
  private final OneHot strict = new OneHot(Params.of(OneHot.Config.class, "unknown", "error"));
  private final OneHot contrast = new OneHot(Params.of(OneHot.Config.class, "dropFirst", true));

  @Override
  protected Transform transform() {
    return new OneHot(Params.of(OneHot.Config.class));
  }

  @Test
  void everyLevelGetsAColumn() {
    Dataset table = Table.of(x(1, 2, 3), c("bab"));
    Dataset coded = fitted(oneHot, table, table);
    assertEquals(List.of("x", "c=a", "c=b"), coded.names());
    assertArrayEquals(new double[] {0, 1, 0}, numbers(coded, "c=a"));
    assertArrayEquals(new double[] {1, 0, 1}, numbers(coded, "c=b"));
  }

  @Test
  void theFirstLevelCanBeLeftOut() {
    assertEquals(List.of("c=b"), fitted(contrast, Table.of(c("ab")), Table.of(c("ab"))).names());
  }

  @Test
  void unknownLevelsAreZerosOrRefused() {
    Dataset coded = fitted(oneHot, Table.of(c("ab")), Table.of(c("bc")));
    assertArrayEquals(new double[] {0, 0}, numbers(coded, "c=a"));
    assertArrayEquals(new double[] {1, 0}, numbers(coded, "c=b"));
    refused("column 'c': 'c' is not among the levels of the training rows; 'unknown: zeros' accepts it",
        () -> fitted(strict, Table.of(c("ab")), Table.of(c("bc"))));
  }

  @Test
  void levelsAreToldApartByTheirText() {
    Column reversed = new Column.Categorical("c", new int[] {0, 2}, List.of("c", "b", "a"));
    assertArrayEquals(new double[] {0, 1}, numbers(fitted(oneHot, Table.of(c("abc")), Table.of(reversed)), "c=a"));
  }

  @Test
  void missingValuesAreRefused() {
    refused("column 'c' has 1 missing values: put the transform 'impute' before 'one-hot'",
        () -> oneHot.fit(Table.of(c("a?"))));
    refused("column 'c' of kind categorical was not among the features of the training rows",
        () -> fitted(oneHot, Table.of(x(1)), Table.of(c("a"))));
  }
}
