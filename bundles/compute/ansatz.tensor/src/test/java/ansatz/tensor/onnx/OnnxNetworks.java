package ansatz.tensor.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import ansatz.tensor.DType;
import ansatz.tensor.Norms;
import ansatz.tensor.Pooling;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.ScatterAdd;
import ansatz.tensor.primitive.Window;
import ansatz.tensor.primitive.WindowArgmax;
import ansatz.tensor.primitive.WindowSum;

/** Convolutions, pools and normalisations. */
final class OnnxNetworks {
  private OnnxNetworks() {}

  static void addTo(Map<String, OnnxOperators.Operator> all) {
    all.put("Conv", n -> {
      Tensor y = joined(OnnxWindows.of(n, spatial(n.in(1))).conv().of(grouped(n, n.x(), 1), grouped(n, n.in(1), 0)));
      return List.of(n.has(2) ? y.add(Norms.perChannel(n.in(2), y)) : y);
    });
    all.put("ConvTranspose", n -> List.of(convTranspose(n)));
    all.put("Col2Im", n -> List.of(col2im(n)));
    all.put("MaxPool", n -> {
      Window window = pool(n);
      return List.of(Pooling.max(n.x(), window), flatIndex(n, window));
    });
    all.put("AveragePool", n -> List.of(averagePool(n)));
    all.put("LpPool", n -> {
      double p = n.integer("p", 2);
      return List.of(WindowSum.of(n.x().abs().pow(p), pool(n)).pow(1 / p));
    });
    all.put("GlobalAveragePool", n -> List.of(overPlaces(n.x(), n.x().mean(places(n.x())))));
    all.put("GlobalMaxPool", n -> List.of(overPlaces(n.x(), n.x().max(places(n.x())))));
    all.put("MaxUnpool", n -> List.of(maxUnpool(n)));
    all.put("BatchNormalization", OnnxNetworks::batchNormalization);
    all.put("InstanceNormalization", n -> List.of(scaled(n, Norms.instance(n.x(), n.real("epsilon", 1e-5)))));
    all.put("GroupNormalization",
        n -> List.of(scaled(n, Norms.group(n.x(), n.integer("num_groups", 1), n.real("epsilon", 1e-5)))));
    all.put("LayerNormalization", OnnxNetworks::layerNormalization);
    all.put("RMSNormalization", n -> {
      int[] axes = IntStream.range(n.x().shape().axis(n.integer("axis", -1)), n.x().rank()).toArray();
      Tensor square = kept(n.x(), n.x().square().mean(axes), axes);
      return List.of(n.x().div(square.add(n.real("epsilon", 1e-5)).sqrt()).mul(n.in(1)));
    });
    all.put("LpNormalization", n -> {
      int axis = n.x().shape().axis(n.integer("axis", -1));
      Tensor norm = n.integer("p", 2) == 1 ? n.x().abs().sum(axis) : n.x().norm(axis);
      Tensor divisor = norm.eq(0).select(n.scalar(1), norm);
      return List.of(n.x().div(divisor.expand(axis)));
    });
    all.put("MeanVarianceNormalization", n -> {
      int[] axes = n.hasAttribute("axes") ? n.integers("axes") : new int[] {0, 2, 3};
      Tensor centred = n.x().sub(kept(n.x(), n.x().mean(axes), axes));
      return List.of(centred.div(kept(n.x(), n.x().std(axes), axes).add(1e-9)));
    });
    all.put("LRN", n -> List.of(localResponse(n)));
  }

  private static int[] spatial(Tensor x) {
    return Arrays.copyOfRange(x.shape().extents(), 2, x.rank());
  }

  private static int[] places(Tensor x) {
    return IntStream.range(2, x.rank()).toArray();
  }

  private static Tensor overPlaces(Tensor x, Tensor reduced) {
    return kept(x, reduced, places(x));
  }

  private static Tensor kept(Tensor x, Tensor reduced, int... axes) {
    Shape shape = x.shape();
    for (int axis : axes) {
      shape = shape.with(axis, 1);
    }
    return reduced.reshape(shape);
  }

  /** An axis split in the node's groups. */
  private static Tensor grouped(OnnxNode n, Tensor x, int axis) {
    int groups = n.integer("group", 1);
    return x.reshape(x.shape().with(axis, x.shape().extent(axis) / groups).insert(axis, groups));
  }

  private static Tensor joined(Tensor y) {
    return y.reshape(y.shape().without(1).with(1, y.shape().extent(1) * y.shape().extent(2)));
  }

  private static Tensor convTranspose(OnnxNode n) {
    OnnxWindows windows = OnnxWindows.of(n, spatial(n.in(1)));
    int rank = windows.kernel().length;
    int[] more = n.integers("output_padding", 0, rank);
    int[] outputs = n.integers("output_shape");
    boolean same = n.text("auto_pad", "NOTSET").startsWith("SAME");
    for (int axis = 0; axis < rank && (outputs != null || same); axis++) {
      int extent = n.x().shape().extent(axis + 2);
      int stride = windows.strides()[axis];
      int wanted = outputs != null ? outputs[axis + outputs.length - rank] : extent * stride;
      int total = stride * (extent - 1) + more[axis] + windows.reach(axis) - wanted;
      int upper = Math.max(0, total / 2);
      windows.low()[axis] = n.text("auto_pad", "NOTSET").equals("SAME_UPPER") ? upper : Math.max(0, total - upper);
      windows.high()[axis] = total - windows.low()[axis];
    }
    Tensor y = joined(windows.transposed(more).of(grouped(n, n.x(), 1), grouped(n, n.in(1), 0).moveAxis(2, 1)));
    return n.has(2) ? y.add(Norms.perChannel(n.in(2), y)) : y;
  }

  /** Blocks [N, C R..., L] added up where they come from in an image: the transposed convolution by unit kernels. */
  private static Tensor col2im(OnnxNode n) {
    int[] image = n.numbers(1);
    int[] block = n.numbers(2);
    OnnxWindows windows = OnnxWindows.of(new OnnxNode(n.op(), n.opset(), n.attributes(),
        List.of(Tensor.zeros(n.x().dtype(), IntStream.concat(IntStream.of(1, 1), Arrays.stream(image)).toArray())),
        n.outputs()), block);
    int taps = Arrays.stream(block).reduce(1, Math::multiplyExact);
    int images = n.x().shape().extent(0);
    int channels = n.x().shape().extent(1) / taps;
    int[] outputs = windows.window().outputs(Shape.of(image)).extents();
    int[] more = new int[block.length];
    for (int axis = 0; axis < more.length; axis++) {
      more[axis] = image[axis] + windows.low()[axis] + windows.high()[axis]
          - (outputs[axis] - 1) * windows.strides()[axis] - windows.reach(axis);
    }
    Tensor x = n.x().reshape(IntStream.concat(IntStream.of(images * channels, 1, taps), Arrays.stream(outputs))
        .toArray());
    Tensor units = Tensor.eye(n.x().dtype(), taps)
        .reshape(IntStream.concat(IntStream.of(1, 1, taps), Arrays.stream(block)).toArray());
    return windows.transposed(more).of(x, units)
        .reshape(IntStream.concat(IntStream.of(images, channels), Arrays.stream(image)).toArray());
  }

  private static Window pool(OnnxNode n) {
    OnnxWindows windows = OnnxWindows.of(n, n.integers("kernel_shape"));
    return (n.flag("ceil_mode", false) ? windows.ceiled(spatial(n.x())) : windows).window();
  }

  /** Where the greatest elements stand in all of x, i64. */
  private static Tensor flatIndex(OnnxNode n, Window window) {
    Tensor index = WindowArgmax.of(n.x(), window);
    int[] extents = n.x().shape().extents();
    if (n.flag("storage_order", false)) {
      Tensor width = Tensor.scalar(DType.I32, extents[3]);
      index = index.rem(width).mul(extents[2]).add(index.div(width));
    }
    int size = Arrays.stream(extents).skip(2).reduce(1, Math::multiplyExact);
    Tensor image = Tensor.arange(DType.I32, extents[0] * extents[1]).mul(size).reshape(extents[0], extents[1]);
    return index.add(overPlaces(index, image)).to(DType.I64);
  }

  private static Tensor averagePool(OnnxNode n) {
    OnnxWindows declared = OnnxWindows.of(n, n.integers("kernel_shape"));
    OnnxWindows windows = n.flag("ceil_mode", false) ? declared.ceiled(spatial(n.x())) : declared;
    Tensor x = n.x();
    if (n.flag("count_include_pad", false)) {
      x = x.pad(behind(declared.low()), behind(declared.high()), 0);
      windows = windows.unpadded(declared);
    }
    return Pooling.meanInside(x, windows.window());
  }

  private static int[] behind(int[] spatial) {
    return IntStream.concat(IntStream.of(0, 0), Arrays.stream(spatial)).toArray();
  }

  private static Tensor maxUnpool(OnnxNode n) {
    OnnxWindows windows = OnnxWindows.of(n, n.integers("kernel_shape"));
    int[] extents = n.x().shape().extents();
    for (int axis = 0; axis < windows.kernel().length; axis++) {
      extents[axis + 2] = (extents[axis + 2] - 1) * windows.strides()[axis] + windows.kernel()[axis]
          - windows.low()[axis] - windows.high()[axis];
    }
    int size = Math.toIntExact(Shape.of(extents).size());
    Tensor y = ScatterAdd.of(n.x().reshape(-1), n.in(1).reshape(-1).to(DType.I32), 0, size).reshape(extents);
    if (!n.has(2)) {
      return y;
    }
    int[] wanted = n.numbers(2);
    return y.pad(new int[wanted.length], IntStream.range(0, wanted.length).map(i -> wanted[i] - extents[i]).toArray(),
        0);
  }

  private static Tensor scaled(OnnxNode n, Tensor y) {
    return y.mul(Norms.perChannel(n.in(1), y)).add(Norms.perChannel(n.in(2), y));
  }

  private static List<Tensor> batchNormalization(OnnxNode n) {
    Tensor x = n.x();
    double epsilon = n.real("epsilon", 1e-5);
    if (!n.flag("training_mode", false)) {
      Tensor centred = x.sub(Norms.perChannel(n.in(3), x));
      return List.of(scaled(n, centred.div(Norms.perChannel(n.in(4).add(epsilon).sqrt(), x))));
    }
    int[] axes = Norms.besidesChannels(x);
    double momentum = n.real("momentum", 0.9);
    return List.of(scaled(n, Norms.batch(x, epsilon)),
        n.in(3).mul(momentum).add(x.mean(axes).mul(1 - momentum)),
        n.in(4).mul(momentum).add(x.variance(axes).mul(1 - momentum)));
  }

  private static List<Tensor> layerNormalization(OnnxNode n) {
    int[] axes = IntStream.range(n.x().shape().axis(n.integer("axis", -1)), n.x().rank()).toArray();
    Tensor mean = kept(n.x(), n.x().mean(axes), axes);
    Tensor inverse = kept(n.x(), n.x().variance(axes), axes).add(n.real("epsilon", 1e-5)).sqrt().rdiv(1);
    Tensor y = n.x().sub(mean).mul(inverse).mul(n.in(1));
    return List.of(n.has(2) ? y.add(n.in(2)) : y, mean, inverse);
  }

  private static Tensor localResponse(OnnxNode n) {
    int size = n.integer("size", 1);
    Window window = new Window(Axes.of(size), Axes.of(1), Axes.of(1), Axes.of(1), Axes.of((size - 1) / 2),
        Axes.of(size / 2));
    Tensor squares = WindowSum.of(n.x().square().moveAxis(1, -1), window).moveAxis(-1, 1);
    return n.x().div(squares.mul(n.real("alpha", 1e-4) / size).add(n.real("bias", 1)).pow(n.real("beta", 0.75)));
  }
}
