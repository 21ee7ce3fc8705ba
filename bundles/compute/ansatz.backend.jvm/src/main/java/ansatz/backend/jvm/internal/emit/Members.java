package ansatz.backend.jvm.internal.emit;

import ansatz.tensor.DType;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

/** What a kernel's class has beside its {@code run}: constants, and methods for code that runs hardly ever. */
final class Members {
  private static final ClassDesc INT = ConstantDescs.CD_int;

  /** Moves lanes down by a number of places, cyclically. */
  private record Rotation(DType type, int lanes, int by) {
    String field() {
      return type.name() + "_" + lanes + "_" + by;
    }
  }

  private record Method(String name, MethodTypeDesc type, Consumer<CodeBuilder> body) {}

  private final ClassDesc owner;
  private final Set<Rotation> rotations = new LinkedHashSet<>();
  private final Queue<Method> methods = new ArrayDeque<>();
  private int count;

  Members(ClassDesc owner) {
    this.owner = owner;
  }

  /** Pushes the shuffle that rotates lanes. */
  void rotation(CodeBuilder code, DType type, int lanes, int by) {
    Rotation rotation = new Rotation(type, lanes, by);
    rotations.add(rotation);
    code.getstatic(owner, rotation.field(), Species.SHUFFLE);
  }

  /** Calls a method that is made of this body. */
  void call(CodeBuilder code, MethodTypeDesc type, Consumer<CodeBuilder> body) {
    Method method = new Method("rare" + count++, type, body);
    methods.add(method);
    code.invokestatic(owner, method.name, type);
  }

  /** Writes what was used. */
  void write(ClassBuilder to) {
    while (!methods.isEmpty()) {
      Method method = methods.remove();
      to.withMethodBody(method.name, method.type, ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC, method.body);
    }
    for (Rotation rotation : rotations) {
      to.withField(rotation.field(), Species.SHUFFLE,
          ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
    }
    to.withMethodBody(ConstantDescs.CLASS_INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_STATIC, this::rotations);
  }

  private void rotations(CodeBuilder code) {
    for (Rotation rotation : rotations) {
      Species.push(code, rotation.type, rotation.lanes);
      code.loadConstant(rotation.by).iconst_1().iconst_1();
      code.invokestatic(Species.SHUFFLE, "iota",
          MethodTypeDesc.of(Species.SHUFFLE, Species.SPECIES, INT, INT, ConstantDescs.CD_boolean), false);
      code.putstatic(owner, rotation.field(), Species.SHUFFLE);
    }
    code.return_();
  }
}
