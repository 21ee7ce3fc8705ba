package ansatz.experiment;

/** One number of a curve or table: at a step, of a series ({@code ridge/fold-3}), the value of a metric. */
public record Point(long step, String series, String metric, double value) {
  /** Equal to the bit, as acknowledged and recomputed points must be. */
  public boolean sameBits(Point o) {
    return step == o.step && series.equals(o.series) && metric.equals(o.metric)
        && Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(o.value);
  }
}
