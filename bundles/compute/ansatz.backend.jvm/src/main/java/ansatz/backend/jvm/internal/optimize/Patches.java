package ansatz.backend.jvm.internal.optimize;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Window;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What lies under each window of images with their channels last: x [N,S...,C], result [N,O...,R,C] with the windows'
 * elements R in row-major order; zeros where there is none. It occurs only in programs that are simplified already, so it
 * has no derivative and is not batched.
 */
public record Patches(Window window) implements Primitive {
  /** The extents S of x. */
  public int[] base(Shape x) {
    return Arrays.copyOfRange(x.extents(), 1, x.rank() - 1);
  }

  /** R. */
  public int taps() {
    return window.size().stream().reduce(1, Math::multiplyExact);
  }

  @Override
  public String parameters() {
    return window.toString();
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType x = operands.getFirst();
    int[] outputs = window.outputs(Shape.of(base(x.shape()))).extents();
    return List.of(x.with(Shape.of(IntStream.concat(IntStream.concat(IntStream.of(x.shape().extent(0)),
        Arrays.stream(outputs)), IntStream.of(taps(), x.shape().extent(-1))).toArray())));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values x = operands.getFirst();
    Values y = Values.zeros(results.getFirst());
    int images = x.shape().extent(0);
    int channels = x.shape().extent(-1);
    int from = x.size() / images;
    int to = y.size() / images;
    for (int image = 0; image < images; image++) {
      int source = image * from;
      int target = image * to;
      window.visit(base(x.shape()), (output, place, tap) -> y.copy(x, source + place * channels,
          target + (output * taps() + tap) * channels, channels));
    }
    return List.of(y);
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    throw new IllegalStateException("a simplified program is not differentiated");
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    throw new IllegalStateException("a simplified program is not batched");
  }
}
