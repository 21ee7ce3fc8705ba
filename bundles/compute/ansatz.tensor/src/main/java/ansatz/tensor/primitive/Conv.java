package ansatz.tensor.primitive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/**
 * Convolution (in the sense of networks, so a correlation): x [N,G,C,S...], w [G,K,C,R...], y [N,G,K,O...].
 *
 * <p>$$ y_{n,g,k,o} = \sum_{c,r} \tilde x_{n,g,c,\, o s + r d - l}\, w_{g,k,c,r} $$ with stride s, kernel dilation d,
 * padding l before (and enough after), and x dilated: inputDilation - 1 zeros between elements. Where {@code reversed}
 * is true the kernel is read backwards. Padding may be negative. The gradients by x and by w are convolutions again.
 */
public record Conv(Axes stride, Axes inputDilation, Axes kernelDilation, Axes low, Axes high, boolean reversed)
    implements
      Primitive {
  public Tensor of(Tensor x, Tensor w) {
    return Node.apply(this, x, w);
  }

  @Override
  public String parameters() {
    Axes ones = Axes.repeated(1, stride.size());
    return "by " + stride + ", padded " + low + " and " + high + (inputDilation.equals(ones)
        && kernelDilation.equals(ones) ? "" : ", dilated " + inputDilation + " and " + kernelDilation)
        + (reversed ? ", reversed" : "");
  }

  /** The windows that kernels of these extents make. */
  public Window window(int... kernel) {
    return new Window(Axes.of(kernel), stride, inputDilation, kernelDilation, low, high);
  }

  private static int[] spatial(Shape shape) {
    return Arrays.copyOfRange(shape.extents(), 3, shape.rank());
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType x = operands.get(0);
    TensorType w = operands.get(1);
    int rank = stride.size() + 3;
    if (x.dtype() != w.dtype() || !x.dtype().isFloat()) {
      throw new IllegalArgumentException("element types have to be the same of f32 and f64");
    }
    if (x.rank() != rank || w.rank() != rank) {
      throw new IllegalArgumentException(stride.size() + " strides need x [N,G,C,S...] and w [G,K,C,R...] of rank "
          + rank);
    }
    if (x.shape().extent(1) != w.shape().extent(0) || x.shape().extent(2) != w.shape().extent(2)) {
      throw new IllegalArgumentException("groups and channels differ: x [N,G,C,S...] " + x.shape()
          + ", w [G,K,C,R...] " + w.shape());
    }
    Shape spatial = window(spatial(w.shape())).outputs(Shape.of(spatial(x.shape())));
    return List.of(x.with(Shape.of(IntStream.concat(
        IntStream.of(x.shape().extent(0), x.shape().extent(1), w.shape().extent(1)),
        Arrays.stream(spatial.extents())).toArray())));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values x = operands.get(0);
    Values w = operands.get(1);
    Values y = Values.zeros(results.getFirst());
    int groups = x.shape().extent(1);
    int channels = x.shape().extent(2);
    int kernels = w.shape().extent(1);
    int[] base = spatial(x.shape());
    int s = size(base);
    int r = size(spatial(w.shape()));
    int o = size(spatial(y.shape()));
    Window window = window(spatial(w.shape()));
    double[] sums = new double[y.size()];
    window.visit(base, (output, place, inWindow) -> {
      int tap = reversed ? r - 1 - inWindow : inWindow;
      for (int image = 0; image < x.shape().extent(0) * groups; image++) {
        for (int k = 0; k < kernels; k++) {
          int row = (image % groups * kernels + k) * channels;
          double sum = 0;
          for (int c = 0; c < channels; c++) {
            sum += x.get((image * channels + c) * s + place) * w.get((row + c) * r + tap);
          }
          sums[(image * kernels + k) * o + output] += sum;
        }
      }
    });
    for (int i = 0; i < sums.length; i++) {
      y.set(i, sums[i]);
    }
    return List.of(y);
  }

  private static int size(int[] extents) {
    return Arrays.stream(extents).reduce(1, Math::multiplyExact);
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    List<Tensor> terms = new ArrayList<>();
    if (tangents.get(0) != null) {
      terms.add(of(tangents.get(0), node.operand(1)));
    }
    if (tangents.get(1) != null) {
      terms.add(of(node.operand(0), tangents.get(1)));
    }
    return List.of(terms.stream().reduce(Tensor::add).orElseThrow());
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    return operand == 0
        ? byInput(node.operand(0).shape(), node.operand(1), cotangents.getFirst())
        : byKernel(node.operand(0), node.operand(1).shape(), cotangents.getFirst());
  }

  /** Over the cotangents runs the kernel backwards, with inputs and outputs exchanged. */
  private Tensor byInput(Shape x, Tensor w, Tensor ct) {
    Window back = window(spatial(w.shape())).transposed(spatial(x));
    return new Conv(back.stride(), back.baseDilation(), back.windowDilation(), back.low(), back.high(), !reversed)
        .of(ct, exchange(w, 1, 2));
  }

  /** Over x [C,G,N,S...] run the cotangents [G,K,N,O...] as a kernel: stride and kernel dilation change places. */
  private Tensor byKernel(Tensor x, Shape w, Tensor ct) {
    int[] taps = spatial(w);
    int[] outputs = spatial(ct.shape());
    int[] base = spatial(x.shape());
    int[] after = new int[taps.length];
    for (int axis = 0; axis < taps.length; axis++) {
      after[axis] = Window.high(taps[axis], kernelDilation.get(axis), Window.reach(outputs[axis], stride.get(axis)),
          Window.reach(base[axis], inputDilation.get(axis)), low.get(axis));
    }
    Tensor kernel = exchange(exchange(ct, 0, 1), 1, 2); // [N,G,K,O...] to [G,K,N,O...]
    Tensor y = new Conv(kernelDilation, inputDilation, stride, low, Axes.of(after), false)
        .of(exchange(x, 0, 2), kernel); // [C,G,K,R...]
    Tensor byKernel = exchange(exchange(y, 0, 1), 1, 2);
    return reversed ? Reverse.of(byKernel, IntStream.range(3, w.rank()).toArray()) : byKernel;
  }

  private static Tensor exchange(Tensor x, int one, int other) {
    int[] order = Axes.first(x.rank()).toArray();
    order[one] = other;
    order[other] = one;
    return x.transpose(order);
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    Tensor x = operands.get(0);
    Tensor w = operands.get(1);
    if (mapped[0] && mapped[1]) { // into the groups
      return List.of(split(of(merge(x.moveAxis(0, 1), 1), merge(w, 0)), 1, size).moveAxis(1, 0));
    }
    return List.of(mapped[0] // into the images, or into the kernels
        ? split(of(merge(x, 0), w), 0, size)
        : split(of(x, merge(w.moveAxis(0, 1), 1)), 2, size).moveAxis(2, 0));
  }

  /** Two neighbouring axes made one. */
  private static Tensor merge(Tensor x, int axis) {
    int both = x.shape().extent(axis) * x.shape().extent(axis + 1);
    return x.reshape(x.shape().without(axis).with(axis, both));
  }

  private static Tensor split(Tensor x, int axis, int size) {
    int rest = size == 0 ? 0 : x.shape().extent(axis) / size;
    return x.reshape(x.shape().with(axis, rest).insert(axis, size));
  }

  @Override
  public long flops(Node node) {
    Shape w = node.operand(1).shape();
    return 2 * node.types().getFirst().size() * w.extent(2) * size(spatial(w));
  }
}
