package ansatz.tensor.onnx;

import java.util.List;
import java.util.Map;

import ansatz.tensor.DType;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Fft;

/** Fourier transforms, windows of signals, grids of affine maps. */
final class OnnxSignals {
  private OnnxSignals() {}

  static void addTo(Map<String, OnnxOperators.Operator> all) {
    all.put("DFT", n -> List.of(dft(n)));
    all.put("STFT", n -> List.of(stft(n)));
    all.put("HannWindow", n -> List.of(window(n, 0.5, 0.5, 0)));
    all.put("HammingWindow", n -> List.of(window(n, 25. / 46, 21. / 46, 0)));
    all.put("BlackmanWindow", n -> List.of(window(n, 0.42, 0.5, 0.08)));
    all.put("AffineGrid", n -> List.of(affineGrid(n)));
  }

  /** x [...,1] or [...,2], the last axis real and imaginary parts. */
  private static Tensor dft(OnnxNode n) {
    Tensor x = n.x();
    int axis = x.shape().axis(n.number(2, "axis", n.opset() < 20 ? 1 : -2));
    boolean inverse = n.flag("inverse", false);
    boolean onesided = n.flag("onesided", false);
    Tensor re = x.at(-1, 0).moveAxis(axis, -1);
    Tensor im = x.shape().extent(-1) == 2 ? x.at(-1, 1).moveAxis(axis, -1) : Tensor.zeros(re.type());
    if (inverse && onesided) { // the other half are the conjugates, from behind
      int half = re.shape().extent(-1);
      re = Tensor.concat(-1, re, re.slice(-1, 1, half - 1).flip(-1));
      im = Tensor.concat(-1, im, im.slice(-1, 1, half - 1).flip(-1).neg());
    }
    int length = re.shape().extent(-1);
    List<Tensor> y = Fft.of(re, im, inverse);
    int kept = onesided && !inverse ? length / 2 + 1 : length;
    double scale = inverse ? 1. / length : 1;
    Tensor real = y.get(0).mul(scale).slice(-1, 0, kept).moveAxis(-1, axis);
    Tensor imaginary = y.get(1).mul(scale).slice(-1, 0, kept).moveAxis(-1, axis);
    return inverse && onesided ? real.expand(-1) : Tensor.stack(-1, real, imaginary);
  }

  /** x [N,T,1], y [N,frames,bins,2]. */
  private static Tensor stft(OnnxNode n) {
    int step = n.numbers(1)[0];
    int length = n.has(3) ? n.numbers(3)[0] : n.in(2).shape().extent(0);
    int frames = (n.x().shape().extent(1) - length) / step + 1;
    Tensor index = Tensor.arange(DType.I32, frames).mul(step).expand(-1).add(Tensor.arange(DType.I32, length));
    Tensor cut = n.x().at(-1, 0).take(index, 1); // [N,frames,length]
    Tensor windowed = n.has(2) ? cut.mul(n.in(2)) : cut;
    List<Tensor> y = Fft.of(windowed, Tensor.zeros(windowed.type()), false);
    int bins = n.flag("onesided", true) ? length / 2 + 1 : length;
    return Tensor.stack(-1, y.get(0).slice(-1, 0, bins), y.get(1).slice(-1, 0, bins));
  }

  /** a - b cos t + c cos 2t. */
  private static Tensor window(OnnxNode n, double a, double b, double c) {
    int length = n.numbers(0)[0];
    int period = n.flag("periodic", true) ? length : length - 1;
    Tensor t = Tensor.arange(DType.F32, length).mul(2 * Math.PI / period);
    return t.cos().mul(-b).add(t.mul(2).cos().mul(c)).add(a);
  }

  /** theta [N,2,3] or [N,3,4], the last axes of the size H, W or D, H, W; points in the order x, y, z. */
  private static Tensor affineGrid(OnnxNode n) {
    int[] size = n.numbers(1);
    boolean corners = n.flag("align_corners", false);
    int rank = size.length - 2;
    int[] extents = java.util.Arrays.copyOfRange(size, 2, size.length);
    Tensor[] coordinates = new Tensor[rank + 1];
    for (int axis = 0; axis < rank; axis++) {
      int count = extents[axis];
      Tensor i = Tensor.arange(n.x().dtype(), count);
      Tensor along = corners ? i.mul(2. / (count - 1)).sub(1) : i.mul(2).add(1).div(count).sub(1);
      int[] row = java.util.stream.IntStream.range(0, rank).map(_ -> 1).toArray();
      row[axis] = count;
      coordinates[rank - 1 - axis] = along.reshape(row).broadcast(ansatz.tensor.Shape.of(extents));
    }
    coordinates[rank] = Tensor.ones(n.x().dtype(), extents);
    Tensor points = Tensor.stack(-1, coordinates).reshape(-1, rank + 1); // [P,rank+1]
    Tensor grid = points.matmul(n.x().moveAxis(1, 2)); // [N,P,rank]
    int[] shape = new int[rank + 2];
    shape[0] = size[0];
    System.arraycopy(extents, 0, shape, 1, rank);
    shape[rank + 1] = rank;
    return grid.reshape(shape);
  }
}
