package ansatz.backend.jvm.internal.fuse;

import java.util.ArrayList;
import java.util.List;

/**
 * A loop over one extent, while it is being found out which loops are the same: an axis may turn out to be another one,
 * or to be two nested ones.
 */
final class Axis {
  private final int extent;
  private Axis same;
  private List<Axis> parts;

  Axis(int extent) {
    this.extent = extent;
  }

  int extent() {
    return extent;
  }

  /** The axes that are left of these, outer ones first. */
  static List<Axis> leaves(List<Axis> axes) {
    List<Axis> leaves = new ArrayList<>();
    collect(axes, leaves);
    return leaves;
  }

  /** Adds the axes that are left of some. */
  static void collect(List<Axis> axes, List<Axis> into) {
    for (int i = 0; i < axes.size(); i++) {
      axes.get(i).collect(into);
    }
  }

  private void collect(List<Axis> into) {
    if (same != null) {
      same.collect(into);
    } else if (parts != null) {
      collect(parts, into);
    } else {
      into.add(this);
    }
  }

  /** Makes a leaf two nested axes of which the outer has the given extent, a divisor. */
  private void split(int outer) {
    parts = List.of(new Axis(outer), new Axis(extent / outer));
  }

  /** Makes the first axis of both nests the same, splitting one where needed; false where their extents do not nest. */
  private static boolean join(Axis a, Axis b) {
    if (a.extent == b.extent) {
      b.same = a;
      return true;
    }
    Axis longer = a.extent > b.extent ? a : b;
    Axis shorter = a.extent > b.extent ? b : a;
    if (longer.extent % shorter.extent != 0) {
      return false;
    }
    longer.split(shorter.extent);
    return true;
  }

  /** Makes two nests of axes the same nest; false where that cannot be. */
  static boolean unify(List<Axis> a, List<Axis> b) {
    while (true) {
      List<Axis> left = leaves(a);
      List<Axis> right = leaves(b);
      int i = 0;
      while (i < left.size() && i < right.size() && left.get(i) == right.get(i)) {
        i++;
      }
      if (i == left.size() || i == right.size()) {
        return left.size() == right.size();
      }
      if (!join(left.get(i), right.get(i))) {
        return false;
      }
    }
  }

  /** Divides a nest into consecutive nests of the given extents; null where an extent would cut an axis unevenly. */
  static List<List<Axis>> divide(List<Axis> axes, int[] extents) {
    List<List<Axis>> groups = new ArrayList<>();
    int next = 0;
    for (int wanted : extents) {
      List<Axis> group = new ArrayList<>();
      int left = wanted;
      while (left > 1) {
        Axis axis = leaves(axes).get(next);
        if (axis.extent > left) {
          if (axis.extent % left != 0) {
            return null;
          }
          axis.split(left);
          axis = leaves(axes).get(next);
        } else if (left % axis.extent != 0) {
          return null;
        }
        group.add(axis);
        left /= axis.extent;
        next++;
      }
      groups.add(group);
    }
    return groups;
  }
}
