package ansatz.backend.jvm.internal.emit;

/** What this process can do with many lanes at a time. */
public final class Vectors {
  /** {@code vector}, the default where the module is there and code is compiled, or {@code scalar}. */
  static final String PROPERTY = "ansatz.jvm.form";

  private static final int BITS = find();

  private Vectors() {}

  /** The bits of a vector; 0 where the module is absent or not wanted. */
  public static int bits() {
    return BITS;
  }

  private static int find() {
    boolean interpreted = System.getProperty("java.vm.info", "").startsWith("interpreted");
    String form = System.getProperty(PROPERTY, interpreted ? "scalar" : "vector");
    if (!form.equals("vector") && !form.equals("scalar")) {
      throw new IllegalArgumentException(PROPERTY + " is '" + form + "', it has to be vector or scalar");
    }
    if (form.equals("scalar")) {
      return 0;
    }
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
