package ansatz.backend.jvm.internal.emit;

import java.util.Arrays;
import java.util.Locale;

/** What this process can do with many lanes at a time. */
public final class Vectors {
  /** In what form kernels run. */
  enum Form {
    /** One lane at a time. */
    SCALAR,
    /** In vectors from the first call on, long before that is fast: for tests. */
    VECTOR,
    /** One lane at a time until the other form is compiled: the default, where that ever happens. */
    BOTH
  }

  /** Names the form in lower case. */
  static final String PROPERTY = "ansatz.jvm.form";

  private static final int BITS = find();
  private static final Form FORM = choose();

  private Vectors() {}

  /** The bits of a vector; 0 where the module is absent or not wanted. */
  public static int bits() {
    return FORM == Form.SCALAR ? 0 : BITS;
  }

  static Form form() {
    return FORM;
  }

  private static Form choose() {
    String named = System.getProperty(PROPERTY, "both").toUpperCase(Locale.ROOT);
    if (Arrays.stream(Form.values()).noneMatch(form -> form.name().equals(named))) {
      throw new IllegalArgumentException(PROPERTY + " is '" + System.getProperty(PROPERTY) + "', it has to be one of "
          + Arrays.toString(Form.values()).toLowerCase(Locale.ROOT));
    }
    if (BITS == 0) {
      return Form.SCALAR;
    }
    Form form = Form.valueOf(named);
    return form == Form.BOTH && !isOptimised() ? Form.SCALAR : form;
  }

  /** Whether this process has the compiler that holds vectors in registers: "mixed mode", and nothing against it. */
  private static boolean isOptimised() {
    String how = System.getProperty("java.vm.info", "");
    return !how.startsWith("interpreted") && !how.contains("emulated-client");
  }

  private static int find() {
    try {
      Class<?> shapes = Class.forName("jdk.incubator.vector.VectorShape");
      Object shape = shapes.getMethod("preferredShape").invoke(null);
      int bits = (int) shapes.getMethod("vectorBitSize").invoke(shape);
      return bits < 128 ? 0 : Math.min(bits, 512);
    } catch (ClassNotFoundException _) {
      return 0;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("jdk.incubator.vector is there but not usable", e);
    }
  }
}
