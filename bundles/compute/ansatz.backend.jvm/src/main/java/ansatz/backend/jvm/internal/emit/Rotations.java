package ansatz.backend.jvm.internal.emit;

import ansatz.tensor.DType;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.LinkedHashSet;
import java.util.Set;

/** The constants of a kernel's class that move lanes down by a number of places, cyclically. */
final class Rotations {
  private static final ClassDesc INT = ConstantDescs.CD_int;

  private record Rotation(DType type, int lanes, int by) {
    String field() {
      return type.name() + "_" + lanes + "_" + by;
    }
  }

  private final ClassDesc owner;
  private final Set<Rotation> used = new LinkedHashSet<>();

  Rotations(ClassDesc owner) {
    this.owner = owner;
  }

  void push(CodeBuilder code, DType type, int lanes, int by) {
    Rotation rotation = new Rotation(type, lanes, by);
    used.add(rotation);
    code.getstatic(owner, rotation.field(), Species.SHUFFLE);
  }

  /** Writes the fields and what initialises them. */
  void write(ClassBuilder to) {
    for (Rotation rotation : used) {
      to.withField(rotation.field(), Species.SHUFFLE,
          ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
    }
    to.withMethodBody(ConstantDescs.CLASS_INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_STATIC, code -> {
      for (Rotation rotation : used) {
        Species.push(code, rotation.type, rotation.lanes);
        code.loadConstant(rotation.by).iconst_1().iconst_1();
        code.invokestatic(Species.SHUFFLE, "iota",
            MethodTypeDesc.of(Species.SHUFFLE, Species.SPECIES, INT, INT, ConstantDescs.CD_boolean), false);
        code.putstatic(owner, rotation.field(), Species.SHUFFLE);
      }
      code.return_();
    });
  }
}
