package ansatz.regression;

import ansatz.linalg.Matrix;
import java.util.Arrays;

/** The k rows of x [N,D] closest to a query [D] among those offered, closest first; ties go to the lower row number. */
final class Neighbours {
  private final Matrix x;
  private final Matrix query;
  private final int[] rows;
  private final double[] squaredDistances;
  private int found;

  Neighbours(int k, Matrix x, double[] query) {
    this.x = x;
    this.query = Matrix.of(query);
    rows = new int[k];
    squaredDistances = new double[k];
  }

  /** The query's value of a feature. */
  double query(int feature) {
    return query.get(0, feature);
  }

  /** The rows found so far; k of them once that many were offered. */
  int[] rows() {
    return Arrays.copyOf(rows, found);
  }

  double[] squaredDistances() {
    return Arrays.copyOf(squaredDistances, found);
  }

  /** Takes the row in where it is closer than the farthest so far. */
  void offer(int row) {
    double distance = Distance.squared(x, row, query, 0);
    if (found == rows.length && !closer(distance, row, found - 1)) {
      return;
    }
    int place = found < rows.length ? found++ : found - 1;
    for (; place > 0 && closer(distance, row, place - 1); place--) {
      rows[place] = rows[place - 1];
      squaredDistances[place] = squaredDistances[place - 1];
    }
    rows[place] = row;
    squaredDistances[place] = distance;
  }

  /** Whether a row at this squared distance or more might still be taken in. */
  boolean reaches(double squaredDistance) {
    return found < rows.length || squaredDistance <= squaredDistances[found - 1];
  }

  private boolean closer(double distance, int row, int place) {
    return distance < squaredDistances[place] || distance == squaredDistances[place] && row < rows[place];
  }
}
