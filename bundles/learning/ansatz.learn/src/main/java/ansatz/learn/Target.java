package ansatz.learn;

import java.util.Arrays;
import java.util.List;

/** What is to be predicted for each row. */
public sealed interface Target {
  /** The number of rows. */
  int size();

  /** The target of the given rows, in that order. */
  Target rows(int... indices);

  /** Real numbers y [N]. */
  record Real(double[] values) implements Target {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public Target rows(int... indices) {
      return new Real(Arrays.stream(indices).mapToDouble(i -> values[i]).toArray());
    }
  }

  /** Class numbers y [N] in 0 ... K-1 and the names of all K classes, whether or not they occur. */
  record Label(int[] values, List<String> classes) implements Target {
    public Label {
      classes = List.copyOf(classes);
      for (int value : values) {
        if (value < 0 || value >= classes.size()) {
          throw new IllegalArgumentException("class number " + value + " outside 0 ... " + (classes.size() - 1));
        }
      }
    }

    @Override
    public int size() {
      return values.length;
    }

    @Override
    public Target rows(int... indices) {
      return new Label(Arrays.stream(indices).map(i -> values[i]).toArray(), classes);
    }
  }

  /** Nothing: the examples are to be grouped or their density is to be learned. */
  record None() implements Target {
    @Override
    public int size() {
      return 0;
    }

    @Override
    public Target rows(int... indices) {
      return this;
    }
  }
}
