package ansatz.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;

import ansatz.data.Column;
import ansatz.data.Dataset;
import ansatz.data.Dataset.Role;
import ansatz.data.Transform;
import ansatz.learn.State;
import ansatz.linalg.Array;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Transforms that break the rules are caught. */
class TransformContractTest {
  @Test
  void leaksAreCaught() {
    TransformContract leak = of(() -> new Leaky(false));
    assertThrows(AssertionError.class, leak::T2_noRowLooksAtAnother);
    assertThrows(AssertionError.class, of(() -> new Leaky(true))::T3_theTargetIsNotLookedAt);
    assertThrows(AssertionError.class, of(() -> new Leaky(true))::T3_rowsTargetAndIgnoredColumnsStay);
  }

  @Test
  void memoryIsCaught() {
    assertThrows(AssertionError.class, of(Remembering::new)::T1_theStateIsAllThatIsLearned);
  }

  /** Keeps what it was fitted to in a field. */
  private static final class Remembering implements Transform {
    private double[] remembered = {};

    @Override
    public State fit(Dataset training) {
      remembered = ((Column.Numeric) training.column("x")).values();
      return new State(1, Map.of());
    }

    @Override
    public Dataset apply(State state, Dataset rows) {
      return remembered.length == 0
          ? rows
          : rows.withColumns(rows.columns().stream()
              .map(column -> column.name().equals("x") ? new Column.Numeric("x", remembered) : column).toList());
    }
  }

  /** Subtracts the mean of the rows it is applied to, and learns from the target. */
  private record Leaky(boolean target) implements Transform {
    @Override
    public State fit(Dataset training) {
      return new State(1, Map.of("first", Array.of(((Column.Numeric) training.column("y")).values())));
    }

    @Override
    public Dataset apply(State state, Dataset rows) {
      return rows.withColumns(rows.columns().stream().map(column -> switch (column) {
        case Column.Numeric numeric when target == (rows.role(numeric.name()) == Role.TARGET) -> centred(numeric);
        default -> column;
      }).toList());
    }

    private static Column centred(Column.Numeric column) {
      double mean = Arrays.stream(column.values()).average().orElse(0);
      return new Column.Numeric(column.name(), Arrays.stream(column.values()).map(x -> x - mean).toArray());
    }
  }

  private static TransformContract of(Supplier<Transform> transform) {
    return new TransformContract() {
      @Override
      protected Transform transform() {
        return transform.get();
      }
    };
  }
}
