package ansatz.backend.jvm.internal.emit;

import ansatz.tensor.DType;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.ByteOrder;

/** Names in {@code jdk.incubator.vector}, a module that may be absent, as generated code spells them. */
final class Species {
  static final ClassDesc VECTOR = type("Vector");
  static final ClassDesc MASK = type("VectorMask");
  static final ClassDesc SPECIES = type("VectorSpecies");
  static final ClassDesc SHUFFLE = type("VectorShuffle");
  private static final ClassDesc OPERATORS = type("VectorOperators");
  private static final ClassDesc ORDER = ByteOrder.class.describeConstable().orElseThrow();

  private Species() {}

  private static ClassDesc type(String name) {
    return ClassDesc.of("jdk.incubator.vector." + name);
  }

  /** The class of vectors of an element type; of bytes for booleans. */
  static ClassDesc vector(DType type) {
    return type(switch (type) {
      case F32 -> "FloatVector";
      case F64 -> "DoubleVector";
      case I32 -> "IntVector";
      case I64 -> "LongVector";
      case BOOL -> "ByteVector";
    });
  }

  private static String letter(DType type) {
    return switch (type) {
      case F32 -> "F";
      case F64 -> "D";
      case I32 -> "I";
      case I64 -> "L";
      case BOOL -> "B";
    };
  }

  /** Pushes the species of so many lanes. */
  static void push(CodeBuilder code, DType type, int lanes) {
    code.getstatic(vector(type), "SPECIES_" + lanes * type.bytes() * 8, SPECIES);
  }

  /** Pushes an operator: an {@code Associative} (which is a {@code Binary}), {@code Binary}, {@code Comparison} …. */
  static void operator(CodeBuilder code, String name, String kind) {
    code.getstatic(OPERATORS, name, OPERATORS.nested(kind));
  }

  static ClassDesc operators(String kind) {
    return OPERATORS.nested(kind);
  }

  /** Pushes the conversion of numbers. */
  static void conversion(CodeBuilder code, DType from, DType to) {
    operator(code, letter(from) + "2" + letter(to), "Conversion");
  }

  /** Pushes the order of bytes in memory. */
  static void order(CodeBuilder code) {
    code.getstatic(ORDER, ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? "LITTLE_ENDIAN" : "BIG_ENDIAN", ORDER);
  }

  /** Calls a method of a vector class that gives such a vector. */
  static void call(CodeBuilder code, DType type, String name, ClassDesc... parameters) {
    code.invokevirtual(vector(type), name, MethodTypeDesc.of(vector(type), parameters));
  }

  /** Replaces species and number by a vector of it. */
  static void broadcast(CodeBuilder code, DType type) {
    code.invokestatic(vector(type), "broadcast", MethodTypeDesc.of(vector(type), SPECIES, Frame.primitive(type)));
  }

  /** Replaces species and truth value by a mask of it. */
  static void maskAll(CodeBuilder code) {
    code.invokeinterface(SPECIES, "maskAll", MethodTypeDesc.of(MASK, ConstantDescs.CD_boolean));
  }
}
