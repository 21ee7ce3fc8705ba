package ansatz.data.transforms;

import static ansatz.data.transforms.Table.fitted;
import static ansatz.data.transforms.Table.numbers;
import static ansatz.data.transforms.Table.refused;
import static ansatz.data.transforms.Table.x;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.data.Column;
import ansatz.data.Dataset;
import ansatz.data.Transform;
import ansatz.learn.State;
import ansatz.testkit.TransformContract;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StandardizeTest extends TransformContract {
  /** Mean 5 and population deviation 2: the textbook example of a standard deviation. */
  private static final Dataset TEXTBOOK = Table.of(x(2, 4, 4, 4, 5, 5, 7, 9));

  private final Standardize standardize = new Standardize();

  @Override
  protected Transform transform() {
    return new Standardize();
  }

  @Test
  void meanAndDeviationAreThoseOfTheTrainingRows() {
    State state = standardize.fit(TEXTBOOK);
    assertEquals(5, state.real("mean/x"));
    assertEquals(2, state.real("deviation/x"));
    assertArrayEquals(new double[] {-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2},
        numbers(standardize.apply(state, TEXTBOOK), "x"));
    assertArrayEquals(new double[] {2.5}, numbers(standardize.apply(state, Table.of(x(10))), "x"));
  }

  @Test
  void constantsAreCentred() {
    assertArrayEquals(new double[] {0, 0, 0, 1},
        numbers(fitted(standardize, Table.of(x(0.1, 0.1, 0.1)), Table.of(x(0.1, 0.1, 0.1, 1.1))), "x"), 1e-15);
    assertArrayEquals(new double[] {0, 0, 0},
        numbers(fitted(standardize, Table.of(x(0.1, 0.1, 0.1)), Table.of(x(0.1, 0.1, 0.1))), "x"));
  }

  @Test
  void aLargeOffsetCostsNoDigits() {
    double[] far = Arrays.stream(numbers(TEXTBOOK, "x")).map(value -> value + 1e9).toArray();
    State state = standardize.fit(Table.of(x(far)));
    assertEquals(1e9 + 5, state.real("mean/x"));
    assertEquals(2, state.real("deviation/x"));
  }

  @Test
  void missingValuesStayMissing() {
    double[] z = numbers(fitted(standardize, Table.of(x(1, Double.NaN, 3)), Table.of(x(1, Double.NaN, 3))), "x");
    assertArrayEquals(new double[] {-1, Double.NaN, 1}, z);
  }

  @Test
  void whatCannotBeLearnedIsRefused() {
    refused("column 'x' has no value among its 1 training rows: ignore the column",
        () -> standardize.fit(Table.of(x(Double.NaN))));
    refused("column 'x' has values too large to be squared: rescale it",
        () -> standardize.fit(Table.of(x(1e300, -1e300))));
    refused("column 'z' of kind numeric was not among the features of the training rows",
        () -> fitted(standardize, TEXTBOOK, Table.of(new Column.Numeric("z", new double[1]))));
  }
}
