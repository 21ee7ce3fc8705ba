package ansatz.backend.jvm.internal.fuse;

import ansatz.backend.jvm.internal.kernel.Access;
import ansatz.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The arrays that a nest walks through, each way of walking once. */
final class Operands {
  private final Nest nest;
  private final List<Operand> list = new ArrayList<>();

  Operands(Nest nest) {
    this.nest = nest;
  }

  int read(Tensor tensor, Index index) {
    return access(new Operand(tensor, index.offset(), strides(index), false, false));
  }

  int write(Tensor tensor, Index index, boolean partial) {
    return access(new Operand(tensor, index.offset(), strides(index), true, partial));
  }

  private int access(Operand operand) {
    int known = list.indexOf(operand);
    if (known >= 0) {
      return known;
    }
    list.add(operand);
    return list.size() - 1;
  }

  private List<Long> strides(Index index) {
    Map<Axis, Long> along = index.strides();
    List<Long> strides = new ArrayList<>();
    for (List<Axis> loop : nest.outer()) {
      strides.add(along.getOrDefault(loop.getLast(), 0L));
    }
    long inner = nest.inner().isEmpty() ? 0 : along.getOrDefault(nest.inner().getLast(), 0L);
    if (nest.outer().isEmpty()) {
      strides.add(nest.isChunked() ? inner * Nest.CHUNK : 0L);
    }
    strides.add(inner);
    return strides;
  }

  List<Operand> list() {
    return list;
  }

  List<Access> accesses() {
    List<Access> accesses = new ArrayList<>();
    for (Operand operand : list) {
      long stride = operand.strides().getLast();
      accesses.add(new Access(operand.tensor().dtype(), stride == 0
          ? Access.Inner.BROADCAST
          : stride == 1 ? Access.Inner.CONTIGUOUS : Access.Inner.STRIDED));
    }
    return accesses;
  }
}
