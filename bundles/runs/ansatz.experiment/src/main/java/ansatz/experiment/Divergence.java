package ansatz.experiment;

import ansatz.linalg.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where two runs of one experiment part, and by how much.
 *
 * <p>$$ \delta = \frac{|a - b|}{\max |\cdot|} $$
 *
 * <p>The difference of a point is relative to the largest magnitude of its metric in its series, that of an array's
 * element to the largest of its array, that of a number of the result to the larger of the two; it is 0 for equal bits
 * and infinite where no number is close: another length, another word, NaN against a number.
 *
 * <p>Cost: one pass over points and arrays.
 *
 * @param points how many points were compared
 * @param arrays how many arrays
 * @param differences whatever is not equal to the bit, in the order of the run
 */
public record Divergence(long points, long arrays, List<Where> differences) {
  /** Words that follow from numbers, rounded, or that name the code: they are no results of their own. */
  private static final List<String> DERIVED = List.of("headline", "bundle");

  /** One quantity at one step of the run: what it was, what it is, and how far apart these are. */
  public record Where(long step, String quantity, String was, String is, double relative) {}

  /** How two runs compare. */
  public enum Verdict {
    BIT_EXACT, WITHIN_TOLERANCE, DIFFERS
  }

  /** Compares everything that a run gives: points, arrays, result, and the ledger's ranges and digests. */
  public static Divergence of(RunFiles was, RunFiles is) {
    Gathered gathered = new Gathered(was, is);
    gathered.ledger();
    return gathered.divergence();
  }

  /** Compares points, arrays and result only: what two versions of a part give. */
  public static Divergence ofResults(RunFiles was, RunFiles is) {
    return new Gathered(was, is).divergence();
  }

  /** The divergence of each quantity of each series over the steps of the run, in the order of the run. */
  public static List<VersionComparison.Track> tracks(RunFiles was, RunFiles is) {
    return new Gathered(was, is).tracks();
  }

  /** The first difference in the order of the run that exceeds a relative tolerance. */
  public Optional<Where> first(double tolerance) {
    return differences.stream().filter(w -> w.relative > tolerance).findFirst();
  }

  /** The greatest relative difference; empty when all bits are equal. */
  public Optional<Where> greatest() {
    return differences.stream().max(Comparator.comparingDouble(Where::relative));
  }

  public Verdict verdict(double tolerance) {
    return differences.isEmpty()
        ? Verdict.BIT_EXACT
        : first(tolerance).isEmpty() ? Verdict.WITHIN_TOLERANCE : Verdict.DIFFERS;
  }

  /** The difference of two numbers relative to a scale. */
  static double relative(double was, double is, double scale) {
    if (Double.doubleToRawLongBits(was) == Double.doubleToRawLongBits(is)) {
      return 0;
    }
    double difference = Math.abs(was - is);
    return difference == 0 ? 0 : Double.isFinite(difference) ? difference / scale : Double.POSITIVE_INFINITY;
  }

  /** Gathers differences of one pair of runs. */
  private static final class Gathered {
    private final RunFiles was;
    private final RunFiles is;
    private final List<Where> found = new ArrayList<>();
    private final long last;
    private final List<Measured> measured = new ArrayList<>();
    private long points;
    private long arrays;

    private Gathered(RunFiles was, RunFiles is) {
      this.was = was;
      this.is = is;
      this.last = was.row().step();
      points();
      arrays();
      Map<String, Object> before = new LinkedHashMap<>();
      Map<String, Object> after = new LinkedHashMap<>();
      leaves("", was.result(), before);
      leaves("", is.result(), after);
      before.forEach((path, value) -> result(path, value, after.remove(path)));
      after.forEach((path, value) -> result(path, null, value));
    }

    private Divergence divergence() {
      found.sort(Comparator.comparingLong(Where::step));
      return new Divergence(points, arrays, List.copyOf(found));
    }

    /** A point's relative difference; infinite where only one of the runs got there. */
    private record Measured(long step, String series, String metric, double relative) {}

    private record Place(String series, String metric, long step) {
      private static Place of(Point point) {
        return new Place(point.series(), point.metric(), point.step());
      }
    }

    private void points() {
      Map<Place, Point> others = new LinkedHashMap<>();
      is.points().forEach(p -> others.put(Place.of(p), p));
      Map<String, Double> scales = new HashMap<>();
      was.points().forEach(p -> scales.merge(p.series() + "\n" + p.metric(), Math.abs(p.value()), Gathered::larger));
      Steps steps = was.steps();
      for (Point point : was.points()) {
        Point other = others.remove(Place.of(point));
        double relative = other == null
            ? Double.POSITIVE_INFINITY
            : relative(point.value(), other.value(), scales.get(point.series() + "\n" + point.metric()));
        measured.add(new Measured(steps.of(point), point.series(), point.metric(), relative));
        if (other == null || !point.sameBits(other)) {
          add(steps.of(point), name(point), point.value(), other == null ? "absent" : other.value(), relative);
        }
      }
      points = was.points().size();
      Steps theirs = is.steps();
      for (Point extra : others.values()) {
        measured.add(new Measured(theirs.of(extra), extra.series(), extra.metric(), Double.POSITIVE_INFINITY));
        add(theirs.of(extra), name(extra), "absent", extra.value(), Double.POSITIVE_INFINITY);
      }
    }

    private List<VersionComparison.Track> tracks() {
      Map<String, List<Measured>> groups = new LinkedHashMap<>();
      measured.sort(Comparator.comparingLong(Measured::step));
      measured.forEach(m -> groups.computeIfAbsent(m.series + "\n" + m.metric, _ -> new ArrayList<>()).add(m));
      return groups.values().stream()
          .map(group -> new VersionComparison.Track(group.getFirst().series, group.getFirst().metric,
              group.stream().mapToLong(Measured::step).toArray(),
              group.stream().mapToDouble(Measured::relative).toArray()))
          .toList();
    }

    private static double larger(double a, double b) {
      return Double.isFinite(b) ? Double.isFinite(a) ? Math.max(a, b) : b : a;
    }

    private static String name(Point point) {
      return point.metric() + " of " + point.series() + " at its iteration " + point.step();
    }

    private void arrays() {
      SortedMap<String, Array> others = new TreeMap<>(is.arrays());
      was.arrays().forEach((name, array) -> {
        Array other = others.remove(name);
        arrays++;
        if (other == null) {
          add(last, "array " + name, shape(array), "absent", Double.POSITIVE_INFINITY);
        } else if (!array.sameBits(other)) {
          array(name, array, other);
        }
      });
      others.forEach((name, array) -> add(last, "array " + name, "absent", shape(array), Double.POSITIVE_INFINITY));
    }

    /** The worst element stands for the array. */
    private void array(String name, Array array, Array other) {
      if (!(array instanceof Array.F64 a) || !(other instanceof Array.F64 b)
          || !Arrays.equals(array.shape(), other.shape())) {
        add(last, "array " + name, shape(array), shape(other) + " or other values", Double.POSITIVE_INFINITY);
        return;
      }
      double scale = Arrays.stream(a.values()).map(Math::abs).filter(Double::isFinite).max().orElse(0);
      int worst = 0;
      double most = -1;
      for (int i = 0; i < a.values().length; i++) {
        if (Double.doubleToRawLongBits(a.values()[i]) != Double.doubleToRawLongBits(b.values()[i])) {
          double relative = relative(a.values()[i], b.values()[i], scale);
          worst = relative > most ? i : worst;
          most = Math.max(most, relative);
        }
      }
      add(last, "array " + name + ", element " + worst, a.values()[worst], b.values()[worst], most);
    }

    private static String shape(Array array) {
      return array.getClass().getSimpleName() + " " + Arrays.toString(array.shape());
    }

    private void result(String path, Object before, Object after) {
      String key = path.substring(path.lastIndexOf('.') + 1);
      if (DERIVED.contains(key) || Objects.equals(before, after)) {
        return;
      }
      double relative = before instanceof Number a && after instanceof Number b
          ? relative(a.doubleValue(), b.doubleValue(), Math.max(Math.abs(a.doubleValue()), Math.abs(b.doubleValue())))
          : Double.POSITIVE_INFINITY;
      add(last, "result " + path, before, after, relative);
    }

    private static void leaves(String path, Object node, Map<String, Object> found) {
      String prefix = path.isEmpty() ? "" : path + ".";
      switch (node) {
        case Map<?, ?> map -> map.forEach((key, value) -> leaves(prefix + key, value, found));
        case List<?> list -> {
          for (int i = 0; i < list.size(); i++) {
            leaves(prefix + i, list.get(i), found);
          }
        }
        case null, default -> found.put(path, node);
      }
    }

    /** Who and why may be others; which code did which steps may not. */
    private void ledger() {
      Map<Code, LedgerEntry> others = new LinkedHashMap<>();
      LedgerEntry.last(is.ledger()).forEach(entry -> others.put(Code.of(entry), entry));
      for (LedgerEntry entry : LedgerEntry.last(was.ledger())) {
        if (others.remove(Code.of(entry)) == null) {
          add(entry.fromStep(), "the code in slot " + entry.slot(), code(entry), "not so", Double.POSITIVE_INFINITY);
        }
      }
      others.values().forEach(entry -> add(entry.fromStep(), "the code in slot " + entry.slot(), "not so", code(entry),
          Double.POSITIVE_INFINITY));
    }

    private record Code(String slot, long from, long to, String part, Source source) {
      private static Code of(LedgerEntry entry) {
        return new Code(entry.slot(), entry.fromStep(), entry.toStep(), entry.part(), entry.source());
      }
    }

    private static String code(LedgerEntry entry) {
      String sha256 = entry.source().sha256();
      return entry.part() + ", " + entry.source().label() + " " + sha256.substring(0, Math.min(12, sha256.length()))
          + " in steps " + entry.fromStep() + "–" + entry.toStep();
    }

    private void add(long step, String quantity, Object before, Object after, double relative) {
      found.add(new Where(step, quantity, String.valueOf(before), String.valueOf(after), relative));
    }
  }
}
