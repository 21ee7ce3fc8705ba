package ansatz.backend.jvm.internal.emit;

import ansatz.backend.jvm.internal.kernel.Access;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.tensor.DType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.Map;

/** The method of a kernel that is being written: the locals that stages read, and how memory is addressed. */
final class Frame {
  static final ClassDesc SEGMENT = ClassDesc.of("java.lang.foreign.MemorySegment");
  private static final ClassDesc LAYOUTS = ClassDesc.of("java.lang.foreign.ValueLayout");
  private static final ClassDesc MEMORY = Memory.class.describeConstable().orElseThrow();

  /** The parameter of {@code KernelCode.run}. */
  private static final int ARGUMENTS = 1;

  final Kernel kernel;
  final CodeBuilder code;
  final Members members;
  final Locals locals;
  /** By access: the address of the row, and the inner stride, both long. */
  final int[] row;
  final int[] stride;
  /** By dimension: the outer index, long. */
  final int[] index;
  /** The inner extent of the row, the place in it, and where that is in all chunks, int. */
  final int extent;
  final int inner;
  final int counted;
  /** By instruction: values that later stages read. */
  final Map<Integer, Integer> scalars = new HashMap<>();
  private final Map<Integer, Integer> offsets = new HashMap<>(); // bytes of an element -> offset of the place, long

  Frame(Kernel kernel, CodeBuilder code, Members members) {
    this.kernel = kernel;
    this.code = code;
    this.members = members;
    locals = new Locals(code);
    int accesses = kernel.accesses().size();
    row = take(accesses, TypeKind.LONG);
    stride = take(accesses, TypeKind.LONG);
    index = take(kernel.outerRank(), TypeKind.LONG);
    extent = locals.take(TypeKind.INT);
    inner = locals.take(TypeKind.INT);
    counted = locals.take(TypeKind.INT);
    for (Access access : kernel.accesses()) {
      offsets.computeIfAbsent(access.dtype().bytes(), _ -> locals.take(TypeKind.LONG));
    }
  }

  int[] take(int count, TypeKind kind) {
    int[] slots = new int[count];
    for (int i = 0; i < count; i++) {
      slots[i] = locals.take(kind);
    }
    return slots;
  }

  /** Works out the offsets of the inner place. */
  void place() {
    offsets.forEach((bytes, slot) -> code.iload(inner).i2l().loadConstant(Integer.numberOfTrailingZeros(bytes)).lshl()
        .lstore(slot));
  }

  /** Works out the place in all chunks. */
  void count() {
    code.iload(inner);
    if (kernel.chunked()) {
      code.lload(index[kernel.outerRank() - 1]).aload(ARGUMENTS).loadConstant(kernel.innerExtent()).laload().lmul()
          .l2i()
          .iadd();
    }
    code.istore(counted);
  }

  /** Takes what a fold came to from the stack. */
  void result(Tape.Op fold) {
    int slot = scalars.computeIfAbsent((int) fold.literal(), _ -> locals.take(kind(fold.type())));
    code.storeLocal(kind(fold.type()), slot);
  }

  /** Pushes the address of an access, so many elements after the inner place; in the first of the row where not inner. */
  void address(int access, boolean isInner, int after) {
    Access walked = kernel.accesses().get(access);
    code.lload(row[access]);
    if (!isInner || walked.inner() == Access.Inner.BROADCAST) {
      return;
    }
    if (walked.inner() == Access.Inner.STRIDED) {
      code.iload(inner).i2l().lload(stride[access]).lmul().ladd();
      return;
    }
    code.lload(offsets.get(walked.dtype().bytes())).ladd();
    if (after != 0) {
      code.loadConstant((long) after * walked.dtype().bytes()).ladd();
    }
  }

  /** Pushes the memory. */
  void memory() {
    code.getstatic(MEMORY, "ALL", SEGMENT);
  }

  /** Replaces memory, layout and address by the element. */
  void load(DType type) {
    code.invokeinterface(SEGMENT, "get", MethodTypeDesc.of(primitive(type), layout(type), ConstantDescs.CD_long));
  }

  /** Stores the element on top over layout and address in memory. */
  void store(DType type) {
    code.invokeinterface(SEGMENT, "set",
        MethodTypeDesc.of(ConstantDescs.CD_void, layout(type), ConstantDescs.CD_long, primitive(type)));
  }

  /** Pushes the layout of an element. */
  void layoutOf(DType type) {
    code.getstatic(LAYOUTS, "JAVA_" + switch (type) {
      case F32 -> "FLOAT";
      case F64 -> "DOUBLE";
      case I32 -> "INT";
      case I64 -> "LONG";
      case BOOL -> "BYTE";
    }, layout(type));
  }

  private static ClassDesc layout(DType type) {
    return LAYOUTS.nested("Of" + switch (type) {
      case F32 -> "Float";
      case F64 -> "Double";
      case I32 -> "Int";
      case I64 -> "Long";
      case BOOL -> "Byte";
    });
  }

  /** The type of a lane in memory. */
  static ClassDesc primitive(DType type) {
    return switch (type) {
      case F32 -> ConstantDescs.CD_float;
      case F64 -> ConstantDescs.CD_double;
      case I32 -> ConstantDescs.CD_int;
      case I64 -> ConstantDescs.CD_long;
      case BOOL -> ConstantDescs.CD_byte;
    };
  }

  /** The type of a single value in a local. */
  static TypeKind kind(DType type) {
    return switch (type) {
      case F32 -> TypeKind.FLOAT;
      case F64 -> TypeKind.DOUBLE;
      case I64 -> TypeKind.LONG;
      case I32, BOOL -> TypeKind.INT;
    };
  }

  /** Pushes the number with these bits. */
  void number(DType type, long bits) {
    switch (type) {
      case F32 -> code.loadConstant(Float.intBitsToFloat((int) bits));
      case F64 -> code.loadConstant(Double.longBitsToDouble(bits));
      case I64 -> code.loadConstant(bits);
      case I32, BOOL -> code.loadConstant((int) bits);
    }
  }
}
