package ansatz.backend.jvm.internal.fuse;

import ansatz.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A tensor as it lies in memory.
 *
 * @param base whose memory it is
 * @param strides elements from one index to the next, along each axis
 */
public record StridedView(Tensor base, List<Long> strides) {
  /** The view; null where an axis is not one loop in memory, or means the same elements again and again. */
  public static StridedView of(Graph graph, Tensor x) {
    Index index = Index.fresh(x.shape());
    Graph.Place place = graph.place(x, index);
    if (place == null || place.index().offset() != 0 || graph.kind(place.base().node()) == Graph.Kind.LEAF) {
      return null;
    }
    Map<Axis, Long> along = place.index().strides();
    List<Long> strides = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      strides.add(MatrixView.stride(index.axes().get(axis), along));
      if (strides.getLast() < 0 || strides.getLast() == 0 && x.shape().extent(axis) > 1) {
        return null;
      }
    }
    return new StridedView(place.base(), List.copyOf(strides));
  }
}
