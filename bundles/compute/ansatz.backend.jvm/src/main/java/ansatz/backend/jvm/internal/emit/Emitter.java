package ansatz.backend.jvm.internal.emit;

import ansatz.backend.jvm.internal.emit.Lowering.Lowered;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.backend.jvm.internal.kernel.KernelCode;
import ansatz.tensor.DType;
import ansatz.tensor.primitive.Binary;
import ansatz.tensor.primitive.Elementwise;
import ansatz.tensor.primitive.Unary;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.List;

/** Makes code of kernels: a hidden class each, which goes when nobody holds the code. */
public final class Emitter {
  private static final String PACKAGE = Emitter.class.getPackageName();
  private static final ClassDesc CODE = KernelCode.class.describeConstable().orElseThrow();
  private static final MethodTypeDesc RUN = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_long.arrayType(),
      ConstantDescs.CD_int, ConstantDescs.CD_long, ConstantDescs.CD_long);

  private Emitter() {}

  /** Whether an instruction may apply this primitive to operands of this type. */
  public static boolean supports(Elementwise primitive, DType operand) {
    return switch (primitive) {
      case Unary unary -> !operand.isFloat() || switch (unary) {
        case NEG, ABS, SQRT, SIGN, FLOOR, CEIL, ROUND -> true;
        default -> ElementaryFunctions.of(unary) != null;
      };
      case Binary binary -> !operand.isFloat() || switch (binary) {
        case ADD, SUB, MUL, DIV, MIN, MAX, REM -> true;
        default -> ElementaryFunctions.of(binary) != null;
      };
      default -> true;
    };
  }

  /**
   * How many operations of a vector a primitive becomes. A stage may have some 450 and a kernel some 550 before its code
   * is too large to be compiled.
   */
  public static int size(Elementwise primitive, DType operand) {
    return Lowering.size(primitive, operand);
  }

  /** Code in the form that this process is told to use; as it is, in both, one after the other. */
  public static KernelCode emit(Kernel kernel) {
    return switch (Vectors.form()) {
      case SCALAR -> emit(kernel, 0);
      case VECTOR -> emit(kernel, Vectors.bits());
      case BOTH -> new TwoForms(kernel);
    };
  }

  /** Whether any of a kernel can be done in vectors. */
  static boolean hasVectors(Kernel kernel) {
    return Lowering.lower(kernel).stream().anyMatch(stage -> KernelMethod.isInVectors(kernel, stage, Vectors.bits()));
  }

  /**
   * Code in vectors of so many bits; 0 for one lane at a time. Its results do not depend on that.
   *
   * @throws UnsupportedOperationException for a primitive that {@link #supports} does not know
   */
  public static KernelCode emit(Kernel kernel, int bits) {
    try {
      return (KernelCode) MethodHandles.lookup().defineHiddenClass(bytes(kernel, bits), true).lookupClass()
          .getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("generated code is refused", e);
    }
  }

  static byte[] bytes(Kernel kernel, int bits) {
    List<Lowered> stages = Lowering.lower(kernel);
    ClassFile format = ClassFile.of(ClassFile.ClassHierarchyResolverOption
        .of(ClassHierarchyResolver.ofClassLoading(Emitter.class.getClassLoader())));
    // The JVM's options say by name how these are compiled.
    ClassDesc name = ClassDesc.of(PACKAGE, bits > 0 ? "VectorKernel" : "ScalarKernel");
    return format.build(name, to -> {
      Members members = new Members(name);
      to.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC).withInterfaceSymbols(CODE);
      to.withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, 0, code -> code.aload(0)
          .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).return_());
      to.withMethodBody("run", RUN, ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL,
          code -> KernelMethod.write(kernel, stages, code, bits, members));
      members.write(to);
    });
  }
}
