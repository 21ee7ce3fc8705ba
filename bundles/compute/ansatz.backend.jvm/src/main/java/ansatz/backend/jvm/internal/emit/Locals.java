package ansatz.backend.jvm.internal.emit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/** The local variables of a method that is being written; what is given back is used again for its kind. */
final class Locals {
  private final CodeBuilder code;
  private final Map<TypeKind, Deque<Integer>> free = new EnumMap<>(TypeKind.class);

  Locals(CodeBuilder code) {
    this.code = code;
  }

  int take(TypeKind kind) {
    Deque<Integer> slots = free.get(kind);
    return slots == null || slots.isEmpty() ? code.allocateLocal(kind) : slots.pop();
  }

  void giveBack(TypeKind kind, int slot) {
    free.computeIfAbsent(kind, _ -> new ArrayDeque<>()).push(slot);
  }
}
