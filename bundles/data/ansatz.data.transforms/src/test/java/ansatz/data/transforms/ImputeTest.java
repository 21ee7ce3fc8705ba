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

class ImputeTest extends TransformContract {
  private static final Dataset TRAINING = Table.of(x(7, 1, Double.NaN, 2, 1, 9), c("bb?aac"));

  @Override
  protected Transform transform() {
    return impute("median");
  }

  @Test
  void aNumberIsFilledIn() {
    assertEquals(4, filled("mean"));
    assertEquals(2, filled("median"));
    assertEquals(1, filled("most-frequent"));
  }

  @Test
  void ofAnEvenNumberTheMedianIsTheMiddle() {
    assertArrayEquals(new double[] {2.5}, numbers(
        fitted(impute("median"), Table.of(x(4, 1, 2, 3)), Table.of(x(Double.NaN))), "x"));
  }

  @Test
  void aLevelIsFilledIn() {
    Dataset filled = fitted(impute("mean"), TRAINING, TRAINING);
    assertArrayEquals(new int[] {1, 1, 0, 0, 0, 2}, ((Column.Categorical) filled.column("c")).codes());
    Column other = new Column.Categorical("c", new int[] {-1, 0}, List.of("z"));
    Dataset extended = fitted(impute("mean"), TRAINING, Table.of(x(1, 1), other));
    assertEquals(List.of("z", "a"), ((Column.Categorical) extended.column("c")).levels());
    assertEquals(0, extended.column("c").missing());
  }

  @Test
  void theTargetIsLeftAlone() {
    Dataset filled = fitted(impute("mean"), TRAINING.withTarget("x"), TRAINING.withTarget("x"));
    assertEquals(1, filled.column("x").missing());
  }

  @Test
  void columnsWithoutAnyValueAreRefused() {
    refused("column 'x' has no value among its 2 training rows: ignore the column",
        () -> impute("median").fit(Table.of(x(Double.NaN, Double.NaN))));
    refused("column 'c' has no value among its 2 training rows: ignore the column",
        () -> impute("mean").fit(Table.of(c("??"))));
  }

  private static double filled(String strategy) {
    return numbers(fitted(impute(strategy), TRAINING, TRAINING), "x")[2];
  }

  private static Impute impute(String strategy) {
    return new Impute(Params.of(Impute.Config.class, "strategy", strategy));
  }
}
