package ansatz.data.transforms;

import static ansatz.data.transforms.Table.fitted;
import static ansatz.data.transforms.Table.numbers;
import static ansatz.data.transforms.Table.refused;
import static ansatz.data.transforms.Table.x;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ansatz.data.Dataset;
import ansatz.data.Transform;
import ansatz.testkit.TransformContract;
import org.junit.jupiter.api.Test;

class MinMaxTest extends TransformContract {
  private final MinMax minMax = new MinMax();

  @Override
  protected Transform transform() {
    return new MinMax();
  }

  /** The example of the source: 73,600 in a range from 12,000 to 98,000 is 0.716. */
  @Test
  void trainingRowsSpanTheUnitInterval() {
    Dataset incomes = Table.of(x(12_000, 73_600, 98_000));
    assertArrayEquals(new double[] {0, 0.716, 1}, numbers(fitted(minMax, incomes, incomes), "x"), 5e-4);
    assertArrayEquals(new double[] {2, -1, Double.NaN},
        numbers(fitted(minMax, Table.of(x(0, 5)), Table.of(x(10, -5, Double.NaN))), "x"));
  }

  @Test
  void constantsBecomeZero() {
    assertArrayEquals(new double[] {0, 1}, numbers(fitted(minMax, Table.of(x(3, 3)), Table.of(x(3, 4))), "x"));
  }

  @Test
  void whatCannotBeLearnedIsRefused() {
    refused("column 'x' has no value among its 0 training rows: ignore the column", () -> minMax.fit(Table.of(x())));
    refused("column 'x' spans more than float64 can hold: rescale it",
        () -> minMax.fit(Table.of(x(-1.5e308, 1.5e308))));
  }
}
