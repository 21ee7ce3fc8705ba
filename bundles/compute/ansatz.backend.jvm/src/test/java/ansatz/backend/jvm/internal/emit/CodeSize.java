package ansatz.backend.jvm.internal.emit;

import ansatz.backend.jvm.internal.kernel.Kernel;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;

/** How long the code of a kernel is; HotSpot does not compile methods of more than 8,000 bytes. */
public final class CodeSize {
  public static final int MOST = 8000;

  private CodeSize() {}

  /** The bytes of a kernel in vectors of so many bits, or of 0 for one lane at a time. */
  public static int of(Kernel kernel, int bits) {
    return ClassFile.of().parse(Emitter.bytes(kernel, bits)).methods().stream()
        .filter(method -> method.methodName().equalsString("run")).map(MethodModel::code)
        .mapToInt(code -> ((CodeAttribute) code.orElseThrow()).codeLength()).max().orElseThrow();
  }
}
