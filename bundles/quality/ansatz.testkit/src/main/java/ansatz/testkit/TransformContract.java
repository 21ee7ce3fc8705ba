package ansatz.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.data.Column;
import ansatz.data.Dataset;
import ansatz.data.Dataset.Role;
import ansatz.data.Transform;
import ansatz.learn.State;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The rules T1 to T3 of {@link Transform}, on a small table with everything: numbers, a constant, missing values, levels,
 * an ignored column and a target.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class TransformContract {
  private static final double NaN = Double.NaN;

  /** A new transform, equal to every other that this method makes. */
  protected abstract Transform transform();

  /** The rows that it learns from; a transform that cannot take missing values overrides this. */
  protected Dataset training() {
    return table(new double[] {3, -1, NaN, 4, 1, 5}, new int[] {0, 1, 0, 2, 1, 0}, 0);
  }

  /** Rows of the same columns that it has not seen, with other values and another target. */
  protected Dataset unseen() {
    return table(new double[] {100, NaN, -7, 0, 2, 2}, new int[] {2, 2, 1, 0, 1, 1}, 50);
  }

  @Test
  final void T1_fitIsPure() {
    Dataset training = training();
    Transform transform = transform();
    State first = transform.fit(training);
    assertTrue(first.sameBits(transform.fit(training)), "the second fit differs");
    assertTrue(first.sameBits(transform().fit(training())), "the fit of another instance differs");
    assertEquals(training().fingerprint(), training.fingerprint(), "fit wrote to the training rows");
    assertTrue(first.schema() >= 1, "schema numbers start at 1");
  }

  @Test
  final void T1_applyIsPure() {
    Dataset unseen = unseen();
    Transform transform = transform();
    State state = transform.fit(training());
    State before = StateFile.copy(state);
    String first = transform.apply(state, unseen).fingerprint();
    assertEquals(first, transform.apply(state, unseen).fingerprint(), "the second result differs");
    assertTrue(before.sameBits(state), "apply wrote to the state");
    assertEquals(unseen().fingerprint(), unseen.fingerprint(), "apply wrote to the rows");
  }

  @Test
  final void T1_theStateIsAllThatIsLearned() {
    State read = StateFile.copy(transform().fit(training()));
    Transform used = transform();
    used.fit(unseen());
    String expected = transform().apply(read, training()).fingerprint();
    assertEquals(expected, used.apply(read, training()).fingerprint(), "the instance remembers what it was fitted to");
  }

  @Test
  final void T2_noRowLooksAtAnother() {
    State state = transform().fit(training());
    Dataset unseen = unseen();
    Dataset together = transform().apply(state, unseen);
    for (int i = 0; i < unseen.size(); i++) {
      assertEquals(together.rows(i).fingerprint(), transform().apply(state, unseen.rows(i)).fingerprint(),
          "row " + i + " depends on the rows beside it");
    }
    int[] backwards = IntStream.range(0, unseen.size()).map(i -> unseen.size() - 1 - i).toArray();
    assertEquals(together.rows(backwards).fingerprint(), transform().apply(state, unseen.rows(backwards)).fingerprint(),
        "the order of the rows matters");
    assertEquals(together.rows().fingerprint(), transform().apply(state, unseen.rows()).fingerprint(),
        "no rows give other columns");
  }

  @Test
  final void T3_rowsTargetAndIgnoredColumnsStay() {
    Dataset unseen = unseen();
    Dataset changed = transform().apply(transform().fit(training()), unseen);
    assertEquals(unseen.size(), changed.size());
    for (Column column : unseen.columns()) {
      if (unseen.role(column.name()) != Role.FEATURE) {
        assertEquals(unseen.role(column.name()), changed.role(column.name()), column.name());
        assertEquals(alone(unseen, column.name()), alone(changed, column.name()), column.name());
      }
    }
  }

  @Test
  final void T3_theTargetIsNotLookedAt() {
    Dataset shuffled = training().withColumns(training().columns().stream()
        .map(c -> training().role(c.name()) == Role.TARGET ? c.rows(5, 4, 3, 2, 1, 0) : c).toList());
    assertTrue(transform().fit(training()).sameBits(transform().fit(shuffled)),
        "what was learned depends on the target");
  }

  private static String alone(Dataset data, String column) {
    return data.ignoring(List.of(column)).withColumns(List.of(data.column(column))).fingerprint();
  }

  private static Dataset table(double[] x, int[] codes, double shift) {
    double[] y = Arrays.stream(new double[] {1, 2, 3, 4, 5, 6}).map(v -> v + shift).toArray();
    List<Column> columns = List.of(new Column.Numeric("x", x),
        new Column.Categorical("colour", codes, List.of("red", "green", "blue", "black")),
        new Column.Numeric("constant", new double[] {2, 2, 2, 2, 2, 2}),
        new Column.Numeric("serial", new double[] {11, NaN, 13, 14, 15, 16}), new Column.Numeric("y", y));
    return new Dataset("everything", columns, Map.of("serial", Role.IGNORED, "y", Role.TARGET), "");
  }
}
