package ansatz.data;

import ansatz.learn.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Parts rows into training and test, by a key: the same table size, target and key give the same parts.
 *
 * <p>Rows are shuffled by {@code key.fold("split")}. A stratified split does so class by class, in the order of the
 * levels; it needs a categorical target without missing values.
 */
public sealed interface Splitter {
  /**
   * The folds of the data set.
   *
   * @throws DataException where the rows, or those of one class, are too few
   */
  List<Fold> split(Dataset data, Key key);

  /** k folds: each row is in one test part; their sizes differ by at most one row (in each class, if stratified). */
  record KFold(int folds, boolean stratified) implements Splitter {
    public KFold {
      if (folds < 2) {
        throw new DataException("cross-validation needs at least 2 folds, got " + folds);
      }
    }

    @Override
    public List<Fold> split(Dataset data, Key key) {
      if (data.size() < folds) {
        throw new DataException(folds + " folds need at least " + folds + " rows, '" + data.name() + "' has "
            + data.size() + ": use fewer folds");
      }
      List<int[]> strata = stratified ? classes(data, folds) : List.of(everything(data));
      RandomGenerator random = key.fold("split").generator();
      int[] foldOf = new int[data.size()];
      int dealt = 0; // runs on from class to class, so that the folds' sizes stay equal, too
      for (int[] stratum : strata) {
        for (int row : Shuffle.of(stratum, random)) {
          foldOf[row] = dealt++ % folds;
        }
      }
      return IntStream.range(0, folds).mapToObj(k -> fold(foldOf, k)).toList();
    }
  }

  /**
   * One split that holds out a fraction f of the N rows: round(f N) of them, but at least one and not all (of each class,
   * if stratified).
   */
  record Holdout(double fraction, boolean stratified) implements Splitter {
    public Holdout {
      if (!(fraction > 0 && fraction < 1)) {
        throw new DataException("the fraction to hold out lies between 0 and 1, got " + fraction);
      }
    }

    @Override
    public List<Fold> split(Dataset data, Key key) {
      if (data.size() < 2) {
        throw new DataException("holding rows out needs at least 2, '" + data.name() + "' has " + data.size());
      }
      RandomGenerator random = key.fold("split").generator();
      int[] foldOf = new int[data.size()];
      for (int[] stratum : stratified ? classes(data, 2) : List.of(everything(data))) {
        int n = stratum.length;
        int held = Math.clamp(Math.round(fraction * n), 1, n - 1);
        int[] shuffled = Shuffle.of(stratum, random);
        for (int i = 0; i < n; i++) {
          foldOf[shuffled[i]] = i < held ? 0 : 1;
        }
      }
      return List.of(fold(foldOf, 0));
    }
  }

  /** All rows are both: for clustering and for looking at a fit. */
  record Resubstitution() implements Splitter {
    @Override
    public List<Fold> split(Dataset data, Key key) {
      return List.of(new Fold(everything(data), everything(data)));
    }
  }

  private static int[] everything(Dataset data) {
    return IntStream.range(0, data.size()).toArray();
  }

  /** The rows of each class that occurs. */
  private static List<int[]> classes(Dataset data, int least) {
    if (!(data.target().orElse(null) instanceof Column.Categorical target)) {
      throw new DataException("a stratified split needs a categorical target, '" + data.name() + "' has "
          + data.target().map(column -> "the numeric target '" + column.name() + "'").orElse("none"));
    }
    if (target.missing() > 0) {
      throw new DataException("a stratified split needs every class, but " + target.missing() + " values of target '"
          + target.name() + "' are missing: remove these rows");
    }
    List<int[]> strata = new ArrayList<>();
    for (int c = 0; c < target.levels().size(); c++) {
      int code = c;
      int[] rows = IntStream.range(0, target.size()).filter(i -> target.codes()[i] == code).toArray();
      if (rows.length > 0 && rows.length < least) {
        throw new DataException("class '" + target.levels().get(c) + "' of target '" + target.name() + "' has "
            + rows.length + (rows.length == 1 ? " row" : " rows") + ", but a stratified split needs " + least
            + " of each class: use fewer folds, or do not stratify");
      }
      if (rows.length > 0) {
        strata.add(rows);
      }
    }
    return strata;
  }

  private static Fold fold(int[] foldOf, int k) {
    int[] rows = IntStream.range(0, foldOf.length).toArray();
    return new Fold(Arrays.stream(rows).filter(i -> foldOf[i] != k).toArray(),
        Arrays.stream(rows).filter(i -> foldOf[i] == k).toArray());
  }
}
