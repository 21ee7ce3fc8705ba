package ansatz.tensor.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import ansatz.tensor.DType;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Gather;
import ansatz.tensor.primitive.ScatterAdd;
import ansatz.tensor.primitive.Slice;

/** Operators that move elements. */
final class OnnxShapes {
  private OnnxShapes() {}

  static void addTo(Map<String, OnnxOperators.Operator> all) {
    all.put("Concat", n -> List.of(Tensor.concat(n.integer("axis", 0), n.inputs().toArray(Tensor[]::new))));
    all.put("Flatten", n -> List.of(flattened(n.x(), n.integer("axis", 1))));
    all.put("Reshape", n -> List.of(reshape(n)));
    all.put("Expand", n -> List.of(n.x().broadcast(Shape.broadcast(n.x().shape(), Shape.of(n.numbers(1))))));
    all.put("Tile", n -> List.of(tile(n.x(), n.numbers(1))));
    all.put("Transpose", n -> List.of(n.hasAttribute("perm")
        ? n.x().transpose(n.integers("perm"))
        : n.x().transpose()));
    all.put("Squeeze", n -> List.of(n.x().squeeze(n.numbers(1, "axes"))));
    all.put("Unsqueeze", n -> List.of(unsqueeze(n.x(), n.numbers(1, "axes"))));
    all.put("Split", OnnxShapes::split);
    all.put("Slice", n -> List.of(slice(n)));
    all.put("Pad", n -> List.of(pad(n)));
    all.put("Trilu", n -> {
      int k = n.has(1) ? n.numbers(1)[0] : 0;
      return List.of(n.flag("upper", true) ? n.x().triu(k) : n.x().tril(k));
    });
    all.put("DepthToSpace", n -> List.of(depthToSpace(n)));
    all.put("SpaceToDepth", n -> List.of(spaceToDepth(n)));
    all.put("OneHot", n -> List.of(oneHot(n)));
    all.put("Gather", n -> {
      int axis = n.integer("axis", 0);
      return List.of(n.x().take(OnnxNode.wrapped(n.in(1), n.x().shape().extent(axis)), axis));
    });
    all.put("GatherElements", n -> {
      int axis = n.integer("axis", 0);
      return List.of(n.x().takeAlong(OnnxNode.wrapped(n.in(1), n.x().shape().extent(axis)), axis));
    });
    all.put("GatherND", n -> List.of(gatherNd(n)));
    all.put("ScatterElements", n -> List.of(scatterElements(n)));
    all.put("ScatterND", n -> List.of(scatterNd(n)));
    all.put("TensorScatter", n -> List.of(tensorScatter(n)));
    all.put("TopK", OnnxShapes::topk);
  }

  /** [product of the axes before, product of the others]. */
  static Tensor flattened(Tensor x, int axis) {
    int[] extents = x.shape().extents();
    int at = axis < 0 ? axis + extents.length : axis;
    return x.reshape(product(extents, 0, at), product(extents, at, extents.length));
  }

  private static int product(int[] extents, int from, int to) {
    return Arrays.stream(extents, from, to).reduce(1, Math::multiplyExact);
  }

  private static Tensor reshape(OnnxNode n) {
    int[] extents = n.numbers(1, "shape");
    for (int i = 0; i < extents.length; i++) {
      extents[i] = extents[i] == 0 && !n.flag("allowzero", false) ? n.x().shape().extent(i) : extents[i];
    }
    return n.x().reshape(extents);
  }

  private static Tensor tile(Tensor x, int[] repeats) {
    Tensor y = x;
    for (int axis = 0; axis < repeats.length; axis++) {
      Tensor[] copies = new Tensor[repeats[axis]];
      Arrays.fill(copies, y);
      y = Tensor.concat(axis, copies);
    }
    return y;
  }

  private static Tensor unsqueeze(Tensor x, int[] axes) {
    int rank = x.rank() + axes.length;
    Tensor y = x;
    for (int axis : Arrays.stream(axes).map(a -> a < 0 ? a + rank : a).sorted().toArray()) {
      y = y.reshape(y.shape().insert(axis, 1));
    }
    return y;
  }

  private static List<Tensor> split(OnnxNode n) {
    int axis = n.integer("axis", 0);
    int[] lengths = n.numbers(1, "split");
    if (lengths == null) {
      int count = n.outputs().size();
      int extent = n.x().shape().extent(axis);
      int each = (extent + count - 1) / count;
      lengths = IntStream.range(0, count).map(i -> Math.min(each, extent - i * each)).toArray();
    }
    return n.x().split(axis, lengths);
  }

  private static Tensor slice(OnnxNode n) {
    int[] starts = n.numbers(1, "starts");
    int[] ends = n.numbers(2, "ends");
    int[] axes = n.numbers(3, "axes");
    int[] steps = n.numbers(4, "steps");
    Tensor y = n.x();
    for (int i = 0; i < starts.length; i++) {
      y = slice(y, y.shape().axis(axes == null ? i : axes[i]), starts[i], ends[i], steps == null ? 1 : steps[i]);
    }
    return y;
  }

  private static Tensor slice(Tensor x, int axis, int start, int end, int step) {
    int n = x.shape().extent(axis);
    int from = start < 0 ? start + n : start;
    int to = end < 0 ? end + n : end;
    if (step < 0) {
      return slice(x.flip(axis), axis, n - 1 - Math.clamp(from, 0, n - 1), n - 1 - Math.clamp(to, -1, n - 1), -step);
    }
    int[] first = new int[x.rank()];
    int[] limit = x.shape().extents();
    int[] stride = IntStream.range(0, x.rank()).map(_ -> 1).toArray();
    first[axis] = Math.clamp(from, 0, n);
    limit[axis] = Math.max(first[axis], Math.clamp(to, 0, n));
    stride[axis] = step;
    return Slice.of(x, first, limit, stride);
  }

  private static Tensor pad(OnnxNode n) {
    int rank = n.x().rank();
    int[] given = n.numbers(1, "pads");
    int[] axes = n.has(3) ? n.numbers(3) : IntStream.range(0, rank).toArray();
    int[] before = new int[rank];
    int[] after = new int[rank];
    for (int i = 0; i < axes.length; i++) {
      before[n.x().shape().axis(axes[i])] = given[i];
      after[n.x().shape().axis(axes[i])] = given[i + axes.length];
    }
    String mode = n.text("mode", "constant");
    if (mode.equals("constant")) {
      return n.x().pad(before, after, n.has(2) ? n.in(2).item() : n.real("value", 0));
    }
    Tensor y = n.x();
    for (int axis = 0; axis < rank; axis++) {
      int extent = n.x().shape().extent(axis);
      int[] index = IntStream.range(-before[axis], extent + after[axis]).map(i -> switch (mode) {
        case "edge" -> Math.clamp(i, 0, extent - 1);
        case "wrap" -> Math.floorMod(i, extent);
        default -> {
          int folded = Math.floorMod(i, Math.max(1, 2 * (extent - 1)));
          yield Math.min(folded, 2 * (extent - 1) - folded);
        }
      }).toArray();
      y = y.take(Tensor.of(index), axis);
    }
    return y;
  }

  private static Tensor depthToSpace(OnnxNode n) {
    int block = n.integer("blocksize", 1);
    int[] e = n.x().shape().extents(); // [N,C,H,W]
    int c = e[1] / (block * block);
    Tensor y = n.text("mode", "DCR").equals("DCR")
        ? n.x().reshape(e[0], block, block, c, e[2], e[3]).transpose(0, 3, 4, 1, 5, 2)
        : n.x().reshape(e[0], c, block, block, e[2], e[3]).transpose(0, 1, 4, 2, 5, 3);
    return y.reshape(e[0], c, e[2] * block, e[3] * block);
  }

  private static Tensor spaceToDepth(OnnxNode n) {
    int block = n.integer("blocksize", 1);
    int[] e = n.x().shape().extents(); // [N,C,H,W]
    return n.x().reshape(e[0], e[1], e[2] / block, block, e[3] / block, block).transpose(0, 3, 5, 1, 2, 4)
        .reshape(e[0], e[1] * block * block, e[2] / block, e[3] / block);
  }

  private static Tensor oneHot(OnnxNode n) {
    int depth = (int) n.in(1).values().get(0);
    Tensor hot = OnnxNode.wrapped(n.x(), depth).oneHot(depth, DType.BOOL);
    int axis = n.integer("axis", -1);
    Tensor placed = hot.moveAxis(-1, axis < 0 ? axis + hot.rank() : axis);
    return placed.select(n.in(2).at(0, 1), n.in(2).at(0, 0));
  }

  /** Row-major numbers of the parts that the last axis of an index names, among parts of these extents. */
  private static Tensor places(Tensor index, int[] extents) {
    Tensor place = Tensor.scalar(DType.I32, 0);
    for (int i = 0; i < extents.length; i++) {
      place = place.mul(extents[i]).add(OnnxNode.wrapped(index.at(-1, i), extents[i]));
    }
    return place;
  }

  private static Tensor gatherNd(OnnxNode n) {
    int batch = n.integer("batch_dims", 0);
    int depth = n.in(1).shape().extent(-1);
    int[] extents = n.x().shape().extents();
    int[] named = Arrays.copyOfRange(extents, batch, batch + depth);
    Tensor place = places(n.in(1), named);
    int[] rest = Arrays.copyOfRange(extents, batch + depth, extents.length);
    int[] grouped = IntStream.concat(Arrays.stream(extents, 0, batch),
        IntStream.concat(IntStream.of(product(named, 0, depth)), Arrays.stream(rest))).toArray();
    return Gather.of(n.x().reshape(grouped), place, batch);
  }

  private static Tensor scatterElements(OnnxNode n) {
    int axis = n.x().shape().axis(n.integer("axis", 0));
    int[] extents = n.x().shape().extents();
    Tensor index = n.in(1);
    Tensor place = Tensor.zeros(DType.I32, index.shape().extents());
    for (int i = 0; i < extents.length; i++) {
      int[] column = IntStream.range(0, extents.length).map(_ -> 1).toArray();
      column[i] = index.shape().extent(i);
      Tensor along = i == axis
          ? OnnxNode.wrapped(index, extents[axis])
          : Tensor.arange(DType.I32, column[i]).reshape(column);
      place = place.mul(extents[i]).add(along);
    }
    return scatter(n, n.x().reshape(-1, 1), place.reshape(-1), n.in(2).reshape(-1, 1));
  }

  private static Tensor scatterNd(OnnxNode n) {
    int depth = n.in(1).shape().extent(-1);
    int[] extents = n.x().shape().extents();
    int rows = product(extents, 0, depth);
    Tensor place = places(n.in(1), Arrays.copyOf(extents, depth)).reshape(-1);
    int width = product(extents, depth, extents.length);
    return scatter(n, n.x().reshape(rows, width), place, n.in(2).reshape(-1, width));
  }

  /** Puts updates [U,R] at places [U] into x [N,R], one after the other as places may be named twice. */
  private static Tensor scatter(OnnxNode n, Tensor x, Tensor place, Tensor updates) {
    int rows = x.shape().extent(0);
    Tensor y = x;
    for (int u = 0; u < place.shape().extent(0); u++) {
      Tensor at = place.slice(0, u, u + 1);
      Tensor put = ScatterAdd.of(updates.slice(0, u, u + 1), at, 0, rows);
      Tensor changed = switch (n.text("reduction", "none")) {
        case "add" -> y.add(put);
        case "mul" -> y.mul(put);
        case "max" -> y.max(put);
        case "min" -> y.min(put);
        default -> put;
      };
      Tensor here = at.eq(Tensor.arange(DType.I32, rows)).expand(-1);
      y = here.select(changed, y);
    }
    return y.reshape(n.x().shape());
  }

  /** Updates [B,...,U,D] written into a cache [B,...,S,D] from an index [B] on. */
  private static Tensor tensorScatter(OnnxNode n) {
    int axis = n.x().shape().axis(n.integer("axis", -2));
    int extent = n.x().shape().extent(axis);
    Tensor cache = n.x().moveAxis(axis, 1);
    Tensor updates = n.in(1).moveAxis(axis, 1);
    Tensor place = n.in(2).to(DType.I32).expand(-1).add(Tensor.arange(DType.I32, updates.shape().extent(1)));
    if (n.text("mode", "linear").equals("circular")) {
      place = place.rem(Tensor.scalar(DType.I32, extent));
    }
    Tensor put = ScatterAdd.of(updates, place, 1, extent);
    Tensor written = ScatterAdd.of(Tensor.ones(DType.I32, updates.shape().extents()), place, 1, extent).gt(0);
    return written.select(put, cache).moveAxis(1, axis);
  }

  private static List<Tensor> topk(OnnxNode n) {
    int axis = n.x().shape().axis(n.integer("axis", -1));
    Tensor x = n.x().moveAxis(axis, -1);
    Tensor index = (n.flag("largest", true) ? x : x.neg()).topk(n.numbers(1)[0]).index();
    List<Tensor> both = new ArrayList<>(List.of(x.takeAlong(index, -1), index.to(DType.I64)));
    both.replaceAll(y -> y.moveAxis(-1, axis));
    return both;
  }
}
