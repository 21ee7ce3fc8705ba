package ansatz.bench.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** A network with its batch. */
interface TorchModel {
  /** What Adam changes. */
  TensorVector parameters();

  /** The loss on the batch, with its tape. */
  Tensor loss();
}
