package ansatz.backend.jvm.internal.emit;

import ansatz.backend.jvm.internal.emit.Tape.Code;
import ansatz.backend.jvm.internal.emit.Tape.Op;
import ansatz.tensor.DType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Writes what is on a tape as bytecode: one lane at a time, or many. */
abstract class Form {
  /** A value that is in no local. */
  private static final int NONE = -1;

  final Frame frame;
  final CodeBuilder code;
  final Tape tape;
  private final BitSet live;
  private final int[] uses;
  private final Map<Integer, Integer> slots = new HashMap<>();
  private int onStack = NONE;

  Form(Frame frame, Tape tape) {
    this.frame = frame;
    this.tape = tape;
    code = frame.code;
    live = tape.live();
    uses = tape.uses(live);
  }

  /** Writes an operation; whether its value is on the stack then, else it is known by {@link #keep}. */
  abstract boolean write(int value, Op op);

  /** The argument that {@link #write} pushes before all else; -1 where there is none. */
  abstract int pushedFirst(Op op);

  /** What a value is in a local variable. */
  abstract TypeKind kind(DType type);

  /** Pushes a constant. */
  abstract void constant(int value, Op op);

  boolean isLive(int value) {
    return live.get(value);
  }

  /** Operations of the tape's list that are needed, and are or are not the same for a whole row. */
  List<Integer> code(boolean invariant, BitSet invariants) {
    return tape.code().stream().filter(live::get).filter(v -> tape.op(v).code() != Code.CONSTANT)
        .filter(v -> invariants.get(v) == invariant).toList();
  }

  /** What a value is as a parameter. */
  abstract ClassDesc type(DType type);

  /** The same form for another method. */
  abstract Form inMethod(CodeBuilder other);

  /** Pushes a block's first result, worked out in a method of its own. */
  void call(Tape.Block block) {
    List<Integer> free = new ArrayList<>(new LinkedHashSet<>(free(block)));
    int result = block.results().getFirst();
    MethodTypeDesc descriptor = MethodTypeDesc.of(type(tape.type(result)),
        free.stream().map(value -> type(tape.type(value))).toList());
    free.forEach(this::push);
    frame.members.call(code, descriptor, other -> {
      Form form = inMethod(other);
      for (int i = 0; i < free.size(); i++) {
        form.keep(free.get(i), other.parameterSlot(i));
      }
      form.block(block);
      form.push(result);
      other.return_(kind(tape.type(result)));
    });
  }

  /** What a block reads that is not made in it. */
  private List<Integer> free(Tape.Block block) {
    List<Integer> read = new ArrayList<>(block.results());
    for (int value : block.code()) {
      if (live.get(value)) {
        Op op = tape.op(value);
        read.addAll(op.arguments());
        if (op.block() != null) {
          read.addAll(free(op.block()));
        }
      }
    }
    read.removeAll(block.code());
    read.removeAll(block.parameters());
    read.removeIf(value -> tape.op(value).code() == Code.CONSTANT);
    return read;
  }

  /** Writes what is in a block, after which its results can be pushed. */
  void block(Tape.Block block) {
    sequence(block.code(), block.results(), false);
  }

  /** Writes operations; their values can be pushed afterwards only if all are to be kept. */
  void sequence(List<Integer> values, boolean keepAll) {
    sequence(values, List.of(), keepAll);
  }

  /** Each value goes into a local unless the next operation takes it from the stack. */
  private void sequence(List<Integer> values, List<Integer> results, boolean keepAll) {
    Map<Integer, Integer> last = new HashMap<>();
    List<Integer> defined = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      use(values.get(i), i, last);
    }
    for (int i = 0; i < values.size(); i++) {
      int value = values.get(i);
      Op op = tape.op(value);
      if (!live.get(value) || op.code() == Code.CONSTANT) {
        continue;
      }
      if (write(value, op) && !Tape.hasEffect(op.code())) {
        if (!keepAll && uses[value] == 1 && i + 1 < values.size() && isPushedFirst(value, values.get(i + 1))) {
          onStack = value;
        } else {
          store(value);
        }
      }
      if (!keepAll) {
        int at = i;
        if (!results.contains(value)) {
          defined.add(value);
        }
        defined.removeIf(made -> last.getOrDefault(made, NONE) == at && giveBack(made));
      }
    }
  }

  private boolean isPushedFirst(int value, int next) {
    Op op = tape.op(next);
    int first = pushedFirst(op);
    return live.get(next) && first >= 0 && op.arguments().get(first) == value;
  }

  private void use(int value, int at, Map<Integer, Integer> last) {
    Op op = tape.op(value);
    op.arguments().forEach(argument -> last.put(argument, at));
    if (op.block() != null) {
      op.block().code().forEach(inside -> use(inside, at, last));
      op.block().results().forEach(result -> last.put(result, at));
    }
  }

  private boolean giveBack(int value) {
    if (slots.containsKey(value) && tape.op(value).code() != Code.RESULT) {
      frame.locals.giveBack(kind(tape.type(value)), slots.remove(value));
    }
    return true;
  }

  /** Forgets all values. */
  void release() {
    slots.clear();
  }

  /** Takes the value on the stack into a local. */
  void store(int value) {
    TypeKind kind = kind(tape.type(value));
    int slot = slots.computeIfAbsent(value, _ -> frame.locals.take(kind));
    code.storeLocal(kind, slot);
  }

  /** A value is in this local. */
  void keep(int value, int slot) {
    slots.put(value, slot);
  }

  /** The local that a value is in, or is put in now. */
  int keptIn(int value) {
    if (!slots.containsKey(value)) {
      push(value);
      store(value);
    }
    return slots.get(value);
  }

  void push(int value) {
    if (onStack == value) {
      onStack = NONE;
      return;
    }
    Op op = tape.op(value);
    if (op.code() == Code.CONSTANT) {
      constant(value, op);
    } else {
      code.loadLocal(kind(op.type()), slots.get(value));
    }
  }
}
