package ansatz.bench.torch;

import ansatz.tensor.Csr;
import ansatz.tensor.DType;
import ansatz.tensor.Values;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** W7, its two matrices sparse by coordinates: the fastest of libtorch's forms. */
final class GraphNet implements TorchModel {
  private final Arrays arrays;
  private final Tensor adjacency;
  private final Tensor features;
  private final Tensor labels;
  private final Tensor[] p = new Tensor[4];

  GraphNet(Arrays arrays, ansatz.bench.workload.GraphNet graph) {
    this.arrays = arrays;
    ansatz.bench.workload.GraphNet.Matrices matrices = graph.matrices(DType.F32);
    adjacency = coordinates(matrices.adjacency());
    features = coordinates(matrices.features());
    labels = arrays.batch(0);
    java.util.Arrays.setAll(p, arrays::parameter);
  }

  private static Tensor coordinates(Csr matrix) {
    Values starts = matrix.rowPointers().values();
    Values columns = matrix.columns().values();
    long[] places = new long[2 * columns.size()];
    for (int row = 0; row < matrix.m(); row++) {
      for (int e = (int) starts.getLong(row); e < starts.getLong(row + 1); e++) {
        places[e] = row;
        places[columns.size() + e] = columns.getLong(e);
      }
    }
    return torch.sparse_coo_tensor(torch.tensor(places).reshape(2, columns.size()),
        torch.tensor(matrix.values().values().floats()), matrix.m(), matrix.n()).coalesce();
  }

  @Override
  public TensorVector parameters() {
    return arrays.parameters();
  }

  @Override
  public Tensor loss() {
    Tensor h = torch.relu(torch.mm(adjacency, torch.mm(features, p[0])).add(p[1]));
    Tensor logits = torch.mm(adjacency, torch.mm(h, p[2])).add(p[3]);
    return torch.cross_entropy_loss(logits.narrow(0, 0, labels.size(0)), labels);
  }
}
