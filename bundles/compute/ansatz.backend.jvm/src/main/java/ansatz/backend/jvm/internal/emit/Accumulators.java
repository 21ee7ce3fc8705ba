package ansatz.backend.jvm.internal.emit;

import ansatz.backend.jvm.internal.emit.Tape.Op;
import ansatz.backend.jvm.internal.kernel.Instruction;
import java.lang.classfile.TypeKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Vectors in locals of what short rows accumulate in memory. It is read from there, as waiting for what was stored just
 * now takes longer than all the rest of such a row.
 */
final class Accumulators {
  private final VectorForm form;
  /** By access and step. */
  private final Map<List<Integer>, Integer> slots = new HashMap<>();

  Accumulators(VectorForm form) {
    this.form = form;
  }

  /** Takes locals, once for the method; rows of any length have none. */
  void prepare() {
    int extent = form.frame.kernel.extent();
    for (Op op : form.tape.ops()) {
      boolean kept = op.code() == Tape.Code.STORE && form.frame.kernel.instructions().stream()
          .anyMatch(i -> i instanceof Instruction.Accumulate(int access, var _, int _) && access == op.literal());
      for (int step = 0; kept && step * form.lanes < extent; step++) {
        int slot = form.frame.locals.take(TypeKind.REFERENCE);
        form.species(op.type());
        form.frame.number(op.type(), 0);
        Species.broadcast(form.code, op.type());
        form.code.astore(slot);
        slots.put(List.of((int) op.literal(), step), slot);
      }
    }
  }

  /** Pushes what was accumulated so far; false where that is in memory only. */
  boolean push(int access, int step) {
    Integer slot = slots.get(List.of(access, step));
    if (slot != null) {
      form.code.aload(slot);
    }
    return slot != null;
  }

  /** Keeps the vector on the stack, which is about to be stored. */
  void keep(int access, int step) {
    Integer slot = slots.get(List.of(access, step));
    if (slot != null) {
      form.code.dup().astore(slot);
    }
  }
}
