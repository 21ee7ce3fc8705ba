package ansatz.data;

import java.util.List;

/** A named column of a {@link Dataset}. */
public sealed interface Column {
  String name();

  /** The number of rows. */
  int size();

  /** The given rows, in that order. */
  Column rows(int... indices);

  /** The number of missing values. */
  int missing();

  /** Real numbers; NaN is missing. */
  record Numeric(String name, double[] values) implements Column {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public Numeric rows(int... indices) {
      double[] picked = new double[indices.length];
      for (int i = 0; i < indices.length; i++) {
        picked[i] = values[indices[i]];
      }
      return new Numeric(name, picked);
    }

    @Override
    public int missing() {
      int n = 0;
      for (double value : values) {
        n += Double.isNaN(value) ? 1 : 0;
      }
      return n;
    }
  }

  /** Categories: codes [N] into the levels; -1 is missing. */
  record Categorical(String name, int[] codes, List<String> levels) implements Column {
    public Categorical {
      levels = List.copyOf(levels);
      for (int code : codes) {
        if (code < -1 || code >= levels.size()) {
          throw new IllegalArgumentException(
            "column '" + name + "': code " + code + " outside -1 ... " + (levels.size() - 1));
        }
      }
    }

    @Override
    public int size() {
      return codes.length;
    }

    @Override
    public Categorical rows(int... indices) {
      int[] picked = new int[indices.length];
      for (int i = 0; i < indices.length; i++) {
        picked[i] = codes[indices[i]];
      }
      return new Categorical(name, picked, levels);
    }

    @Override
    public int missing() {
      int n = 0;
      for (int code : codes) {
        n += code < 0 ? 1 : 0;
      }
      return n;
    }
  }
}
