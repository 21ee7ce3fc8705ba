package ansatz.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.data.Column;
import ansatz.data.Dataset;
import ansatz.learn.Examples;
import ansatz.learn.Target;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What holds for every data set that a bundle offers to learn from. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class DatasetContract {
  /** The data set, loaded anew with every call. */
  protected abstract Dataset dataset();

  @Test
  final void D1_namesAreToldApartAndNormal() {
    List<String> names = dataset().names();
    assertEquals(names.size(), new HashSet<>(names).size());
    assertTrue(names.stream().noneMatch(String::isBlank), "a column has no name");
    assertTrue(names.stream().allMatch(name -> Normalizer.isNormalized(name, Normalizer.Form.NFC)));
    assertFalse(dataset().name().isBlank(), "the data set has no name");
  }

  @Test
  final void D2_columnsAreOfOneLength() {
    assertTrue(dataset().size() > 0, "there are no rows");
    dataset().columns().forEach(column -> assertEquals(dataset().size(), column.size(), column.name()));
  }

  @Test
  final void D3_loadingTwiceGivesTheSameBits() {
    assertEquals(dataset().fingerprint(), dataset().fingerprint());
  }

  @Test
  final void D4_theFingerprintKnowsEveryColumn() {
    Dataset data = dataset();
    for (int j = 0; j < data.columns().size(); j++) {
      List<Column> changed = new ArrayList<>(data.columns());
      changed.set(j, altered(changed.get(j)));
      assertNotEquals(data.fingerprint(), data.withColumns(changed).fingerprint(), changed.get(j).name());
    }
  }

  @Test
  final void D5_rowsCanBeTaken() {
    Dataset data = dataset();
    int[] all = IntStream.range(0, data.size()).toArray();
    int[] backwards = IntStream.range(0, data.size()).map(i -> data.size() - 1 - i).toArray();
    assertEquals(data.fingerprint(), data.rows(all).fingerprint());
    assertEquals(data.fingerprint(), data.rows(backwards).rows(backwards).fingerprint());
    assertEquals(data.roles(), data.rows(backwards).roles());
  }

  @Test
  final void D6_itHasATargetToLearn() {
    Column target = dataset().target().orElseThrow(() -> new AssertionError("there is no target"));
    assertEquals(0, target.missing(), "values of the target are missing");
    if (target instanceof Column.Categorical classes) {
      assertEquals(classes.levels().size(), Arrays.stream(classes.codes()).distinct().count(), "a class never occurs");
    }
  }

  @Test
  final void D7_examplesAreItsFeaturesAndTarget() {
    Dataset data = dataset();
    boolean ready = data.features().stream().allMatch(c -> c instanceof Column.Numeric && c.missing() == 0);
    if (ready) {
      Examples examples = assertDoesNotThrow(data::examples);
      assertEquals(data.features().stream().map(Column::name).toList(), examples.features());
      assertEquals(data.size(), examples.x().rows());
      assertFalse(examples.target() instanceof Target.None);
      assertTrue(Arrays.stream(examples.x().data()).allMatch(Double::isFinite), "a feature is infinite");
    }
  }

  /** The column with another last value. */
  private static Column altered(Column column) {
    int last = column.size() - 1;
    return switch (column) {
      case Column.Numeric numeric -> {
        double[] values = numeric.values().clone();
        values[last] = Double.isNaN(values[last]) ? 0 : Math.nextUp(values[last]);
        yield new Column.Numeric(numeric.name(), values);
      }
      case Column.Categorical categorical -> {
        int[] codes = categorical.codes().clone();
        codes[last] = codes[last] < 0 ? 0 : -1;
        yield new Column.Categorical(categorical.name(), codes, categorical.levels());
      }
    };
  }
}
