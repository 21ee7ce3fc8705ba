package ansatz.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ansatz.data.Column.Categorical;
import ansatz.data.Column.Numeric;
import ansatz.data.Dataset.Role;
import ansatz.learn.Examples;
import ansatz.learn.Target;
import ansatz.learn.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DatasetTest {
  private static final Numeric AGE = new Numeric("age", new double[] {31, 42, 53});
  private static final Numeric HEIGHT = new Numeric("height", new double[] {1.5, 1.7, 1.9});
  private static final Categorical GROUP = new Categorical("group", new int[] {1, 0, 1}, List.of("a", "b"));
  private static final Dataset TABLE = new Dataset("people", List.of(AGE, HEIGHT, GROUP), Map.of("group", Role.TARGET),
      "");

  @Test
  void examplesAreFeaturesAndTarget() {
    Examples examples = TABLE.examples();
    assertEquals(List.of("age", "height"), examples.features());
    assertArrayEquals(new double[] {31, 1.5, 42, 1.7, 53, 1.9}, examples.x().data());
    assertArrayEquals(new int[] {1, 0, 1}, ((Target.Label) examples.target()).values());
    assertEquals(List.of("a", "b"), ((Target.Label) examples.target()).classes());
  }

  @Test
  void rolesChange() {
    Dataset heights = TABLE.withTarget("height").ignoring(List.of("group"));
    assertEquals(List.of("age"), heights.examples().features());
    assertEquals(Task.REGRESSION, heights.examples().task());
    assertEquals(Role.FEATURE, TABLE.withTarget("height").role("group"));
    Dataset groups = TABLE.ignoring(List.of("group"));
    assertEquals(Optional.empty(), groups.target());
    assertEquals(Task.CLUSTERING, groups.examples().task());
  }

  @Test
  void rowsAreTakenInOrder() {
    Dataset rows = TABLE.rows(2, 0, 0);
    assertArrayEquals(new double[] {53, 31, 31}, ((Numeric) rows.column("age")).values());
    assertArrayEquals(new int[] {1, 1, 1}, ((Categorical) rows.column("group")).codes());
    assertEquals(0, TABLE.rows().size());
  }

  @Test
  void namesAreOneInEveryUnicodeForm() {
    Dataset decomposed = new Dataset("t", List.of(new Numeric("e\u0301", new double[1])),
        Map.of("e\u0301", Role.TARGET), "");
    assertEquals("\u00e9", decomposed.column("e\u0301").name());
    assertEquals(Role.TARGET, decomposed.role("\u00e9"));
  }

  @Test
  void tablesThatCannotBeAreRefused() {
    refused("two columns of 't' are named 'age'", () -> table(AGE, AGE));
    refused("column 2 of 't' has no name", () -> table(AGE, new Numeric(" ", new double[3])));
    refused("column 'b' has 2 rows, but column 'age' has 3", () -> table(AGE, new Numeric("b", new double[2])));
    refused("there is no column 'agee'; did you mean 'age'?",
        () -> new Dataset("t", List.of(AGE), Map.of("agee", Role.TARGET), ""));
    refused("there can be one target, not 2: age, height", () -> new Dataset("t", List.of(AGE, HEIGHT),
        Map.of("height", Role.TARGET, "age", Role.TARGET), ""));
    refused("column 'c': code 1 outside -1 ... 0", () -> new Categorical("c", new int[] {1}, List.of("a")));
    refused("column 'c': level 'a' is there twice", () -> new Categorical("c", new int[] {0}, List.of("a", "a")));
  }

  @Test
  void namesThatAreNotThereAreRefused() {
    refused("there is no column 'heigth'; did you mean 'height'?", () -> TABLE.withTarget("heigth"));
    refused("there is no column 'grp'; did you mean 'group'?", () -> TABLE.ignoring(List.of("age", "grp")));
    refused("there is no column 'salary'; allowed: age, height, group", () -> TABLE.column("salary"));
  }

  @Test
  void examplesNameTheTransformThatCures() {
    refused(
        "column 'group' is categorical (a, b), but features must be numbers: add the transform 'one-hot', or ignore "
            + "the column",
        () -> table(AGE, GROUP).examples());
    refused("column 'x' has 2 missing values, the first in row 2: add the transform 'impute', or ignore the column",
        () -> table(new Numeric("x", new double[] {1, Double.NaN, Double.NaN})).examples());
    refused("column 'y' has 1 missing value, in row 1: remove the rows without a target, or ignore the column",
        () -> table(AGE, new Categorical("y", new int[] {-1, 0, 0}, List.of("a"))).withTarget("y").examples());
    refused("'t' has no features: each of its columns is the target or ignored",
        () -> table(AGE).withTarget("age").examples());
  }

  private static Dataset table(Column... columns) {
    return new Dataset("t", List.of(columns), Map.of(), "");
  }

  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(DataException.class, call).getMessage());
  }
}
