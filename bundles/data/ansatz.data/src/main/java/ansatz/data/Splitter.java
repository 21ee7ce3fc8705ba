package ansatz.data;

import ansatz.learn.Key;
import java.util.List;

/** Parts rows into training and test, by a key; a class target is stratified. */
public sealed interface Splitter {
  /** The folds of the data set. */
  List<Fold> split(Dataset data, Key key);

  /** k folds: every row is in exactly one test part; part sizes differ by at most one row (in each class, if stratified). */
  record KFold(int folds, boolean stratified) implements Splitter {
    @Override
    public List<Fold> split(Dataset data, Key key) {
      throw new UnsupportedOperationException();
    }
  }

  /** One split that holds out a fraction of the rows. */
  record Holdout(double fraction, boolean stratified) implements Splitter {
    @Override
    public List<Fold> split(Dataset data, Key key) {
      throw new UnsupportedOperationException();
    }
  }

  /** All rows are both: for clustering and for looking at a fit. */
  record Resubstitution() implements Splitter {
    @Override
    public List<Fold> split(Dataset data, Key key) {
      throw new UnsupportedOperationException();
    }
  }
}
