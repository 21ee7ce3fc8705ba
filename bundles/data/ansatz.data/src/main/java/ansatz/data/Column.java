package ansatz.data;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A named column of a {@link Dataset}; names and levels are kept in Unicode normal form C. */
public sealed interface Column {
  String name();

  /** The number of rows. */
  int size();

  /** The given rows, in that order. */
  Column rows(int... indices);

  /** Whether the value of the row is missing. */
  boolean isMissing(int row);

  /** The number of missing values. */
  default int missing() {
    int n = 0;
    for (int i = 0; i < size(); i++) {
      n += isMissing(i) ? 1 : 0;
    }
    return n;
  }

  /** Real numbers; NaN is missing. */
  record Numeric(String name, double[] values) implements Column {
    public Numeric {
      name = nfc(name);
    }

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
    public boolean isMissing(int row) {
      return Double.isNaN(values[row]);
    }
  }

  /** Categories: codes [N] into the levels; -1 is missing. Levels are told apart, and need not occur. */
  record Categorical(String name, int[] codes, List<String> levels) implements Column {
    public Categorical {
      name = nfc(name);
      levels = levels.stream().map(Column::nfc).toList();
      Set<String> seen = new HashSet<>();
      for (String level : levels) {
        if (!seen.add(level)) {
          throw new DataException("column '" + name + "': level '" + level + "' is there twice");
        }
      }
      for (int code : codes) {
        if (code < -1 || code >= levels.size()) {
          throw new DataException("column '" + name + "': code " + code + " outside -1 ... " + (levels.size() - 1));
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
    public boolean isMissing(int row) {
      return codes[row] < 0;
    }

    /** The same values with their levels in another order; every level that occurs must be among them. */
    public Categorical withLevels(List<String> order) {
      List<String> wanted = order.stream().map(Column::nfc).toList();
      int[] moved = new int[codes.length];
      for (int i = 0; i < codes.length; i++) {
        moved[i] = codes[i] < 0 ? -1 : wanted.indexOf(levels.get(codes[i]));
        if (moved[i] < 0 && codes[i] >= 0) {
          throw new DataException(
              "column '" + name + "': '" + levels.get(codes[i]) + "' is none of the levels " + order);
        }
      }
      return new Categorical(name, moved, wanted);
    }
  }

  private static String nfc(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }
}
