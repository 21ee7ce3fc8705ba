package ansatz.bench.torch;

import ansatz.tensor.DType;
import ansatz.tensor.Values;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The arrays of a workload as tensors: parameters, and the batch after the state. */
final class Arrays {
  private final List<Values> values;
  private final int state;
  private final TensorVector parameters = new TensorVector();

  Arrays(List<Values> values, int state) {
    this.values = values;
    this.state = state;
  }

  /** Parameters made so far. */
  TensorVector parameters() {
    return parameters;
  }

  /** How many arrays of the state are parameters, where it is parameters, two moments of each, and the step. */
  int parameterCount() {
    return (state - 1) / 3;
  }

  /** A parameter as it is stored. */
  Tensor parameter(int i) {
    return trained(tensor(values.get(i)));
  }

  /** The weights [K,C] of a linear layer, stored [C,K]. */
  Tensor linearWeight(int i) {
    return trained(tensor(values.get(i)).t().contiguous());
  }

  /** A kernel [K,C,R,S] with channels last in memory. */
  Tensor kernelChannelsLast(int i) {
    return trained(tensor(values.get(i)).contiguous(torch.MemoryFormat.ChannelsLast));
  }

  /** An array of the batch; integers become int64, as libtorch wants labels. */
  Tensor batch(int i) {
    return tensor(values.get(state + i));
  }

  private Tensor trained(Tensor tensor) {
    tensor.set_requires_grad(true);
    parameters.push_back(tensor);
    return tensor;
  }

  private static Tensor tensor(Values array) {
    long[] shape = java.util.Arrays.stream(array.shape().extents()).asLongStream().toArray();
    if (array.type().dtype() == DType.F32) {
      return torch.tensor(array.floats()).reshape(shape);
    }
    long[] integers = new long[array.size()];
    java.util.Arrays.setAll(integers, array::getLong);
    return torch.tensor(integers).reshape(shape);
  }
}
