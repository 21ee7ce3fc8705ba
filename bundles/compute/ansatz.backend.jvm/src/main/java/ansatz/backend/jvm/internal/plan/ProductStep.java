package ansatz.backend.jvm.internal.plan;

import ansatz.backend.jvm.internal.fuse.MatrixView;
import ansatz.backend.jvm.internal.product.CompiledProduct;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A product of matrices [b,m,k] [b,k,n], block by block, each followed by a kernel over it.
 *
 * @param compiled code for its shape; null where functions for all shapes multiply
 * @param scratch memory that this code needs while it runs; null where it needs none
 * @param epilogue null where none follows
 */
public record ProductStep(Node node, MatrixView a, MatrixView b, ProductCut cut, CompiledProduct compiled,
    Tensor scratch,
    Step.Pass epilogue) implements Step {
  public int m() {
    return node.types().getFirst().shape().extent(1);
  }

  public int n() {
    return node.types().getFirst().shape().extent(2);
  }

  public int k() {
    return node.operand(0).shape().extent(2);
  }

  public int batch() {
    return node.types().getFirst().shape().extent(0);
  }

  @Override
  public Set<Tensor> reads() {
    Set<Tensor> reads = new LinkedHashSet<>(List.of(a.base(), b.base()));
    if (epilogue != null) {
      reads.addAll(epilogue.reads());
      reads.remove(node.result(0));
    }
    return reads;
  }

  @Override
  public Set<Tensor> writes() {
    Set<Tensor> writes = new LinkedHashSet<>(List.of(node.result(0)));
    if (scratch != null) {
      writes.add(scratch);
    }
    if (epilogue != null) {
      writes.addAll(epilogue.writes());
    }
    return writes;
  }

  @Override
  public List<Node> nodes() {
    List<Node> nodes = new ArrayList<>(List.of(node));
    if (epilogue != null) {
      nodes.addAll(epilogue.nodes());
    }
    return nodes;
  }

  @Override
  public int tasks() {
    return cut.rows().tasks() * cut.columnBlocks(n());
  }

  @Override
  public List<Step.Pass> folds() {
    return epilogue == null ? List.of() : epilogue.folds();
  }

  @Override
  public double nanos() {
    return 300 + 2.0 * batch() * m() * n() * k() / 120 + (epilogue == null ? 0 : epilogue.nanos());
  }
}
