package ansatz.tensor;

import java.util.Arrays;

import ansatz.linalg.Array;

/**
 * The values of a tensor on the Java heap, row-major: what goes into a program and comes out of it.
 *
 * <p>Whoever holds values that are not freshly made treats them as read-only.
 */
public final class Values {
  private final TensorType type;
  private final Object data; // float[], double[], int[], long[] or byte[], by the type

  private Values(TensorType type, Object data) {
    int length = java.lang.reflect.Array.getLength(data);
    if (type.size() != length) {
      throw new IllegalArgumentException("shape " + type.shape() + " needs " + type.size() + " values, got " + length);
    }
    this.type = type;
    this.data = data;
  }

  /** Zeros. */
  public static Values zeros(TensorType type) {
    if (type.size() > Integer.MAX_VALUE - 8) {
      throw new OutOfMemoryException("values of " + type + " have " + type.size() + " elements, arrays of Java have at "
          + "most " + (Integer.MAX_VALUE - 8));
    }
    int n = (int) type.size();
    return new Values(type, switch (type.dtype()) {
      case F32 -> new float[n];
      case F64 -> new double[n];
      case I32 -> new int[n];
      case I64 -> new long[n];
      case BOOL -> new byte[n];
    });
  }

  public static Values of(float[] data, Shape shape) {
    return new Values(new TensorType(DType.F32, shape), data);
  }

  public static Values of(double[] data, Shape shape) {
    return new Values(new TensorType(DType.F64, shape), data);
  }

  public static Values of(int[] data, Shape shape) {
    return new Values(new TensorType(DType.I32, shape), data);
  }

  public static Values of(long[] data, Shape shape) {
    return new Values(new TensorType(DType.I64, shape), data);
  }

  public static Values of(boolean[] data, Shape shape) {
    byte[] bytes = new byte[data.length];
    for (int i = 0; i < data.length; i++) {
      bytes[i] = (byte) (data[i] ? 1 : 0);
    }
    return new Values(new TensorType(DType.BOOL, shape), bytes);
  }

  /** Plain data as values: float64 stays float64, int64 int64, bytes are booleans. */
  public static Values of(Array array) {
    Shape shape = Shape.of(Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray());
    return switch (array) {
      case Array.F64 f -> of(f.values(), shape);
      case Array.I64 i -> of(i.values(), shape);
      case Array.U8 u -> new Values(new TensorType(DType.BOOL, shape), u.values());
    };
  }

  /** One value, converted to the element type. */
  public static Values scalar(DType dtype, double value) {
    Values values = zeros(new TensorType(dtype, Shape.SCALAR));
    values.set(0, value);
    return values;
  }

  public TensorType type() {
    return type;
  }

  public Shape shape() {
    return type.shape();
  }

  public int size() {
    return java.lang.reflect.Array.getLength(data);
  }

  /** An element as a double: exact but for int64 beyond 2^53. */
  public double get(int i) {
    return switch (data) {
      case float[] f -> f[i];
      case double[] d -> d[i];
      case int[] n -> n[i];
      case long[] l -> l[i];
      default -> ((byte[]) data)[i];
    };
  }

  /** An element as a long; floating values are cut towards zero. */
  public long getLong(int i) {
    return switch (data) {
      case float[] f -> (long) f[i];
      case double[] d -> (long) d[i];
      case int[] n -> n[i];
      case long[] l -> l[i];
      default -> ((byte[]) data)[i];
    };
  }

  public boolean getBoolean(int i) {
    return ((byte[]) data)[i] != 0;
  }

  /** Sets an element, rounded or cut to the element type; only while the values are being made. */
  public void set(int i, double value) {
    switch (data) {
      case float[] f -> f[i] = (float) value;
      case double[] d -> d[i] = value;
      case int[] n -> n[i] = (int) value;
      case long[] l -> l[i] = (long) value;
      default -> ((byte[]) data)[i] = (byte) (value != 0 ? 1 : 0);
    }
  }

  /** Sets an element of an integer or boolean tensor; int32 keeps the low bits. */
  public void setLong(int i, long value) {
    switch (data) {
      case float[] f -> f[i] = value;
      case double[] d -> d[i] = value;
      case int[] n -> n[i] = (int) value;
      case long[] l -> l[i] = value;
      default -> ((byte[]) data)[i] = (byte) (value != 0 ? 1 : 0);
    }
  }

  /** Copies elements of equal type. */
  public void copy(Values from, int start, int to, int count) {
    System.arraycopy(from.data, start, data, to, count);
  }

  /** The same elements under another shape of the same size. */
  public Values reshape(Shape shape) {
    return new Values(type.with(shape), data);
  }

  public float[] floats() {
    return (float[]) data(DType.F32);
  }

  public double[] doubles() {
    return (double[]) data(DType.F64);
  }

  public int[] ints() {
    return (int[]) data(DType.I32);
  }

  public long[] longs() {
    return (long[]) data(DType.I64);
  }

  /** The bytes of a boolean tensor, 0 or 1. */
  public byte[] bytes() {
    return (byte[]) data(DType.BOOL);
  }

  /** The elements as doubles, whatever their type. */
  public double[] toDoubles() {
    double[] doubles = new double[size()];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = get(i);
    }
    return doubles;
  }

  private Object data(DType wanted) {
    if (type.dtype() != wanted) {
      throw new IllegalArgumentException("values are " + type.dtype() + ", not " + wanted);
    }
    return data;
  }

  /** Whether type, shape and bits are the same: NaN equals the same NaN, 0.0 differs from -0.0. */
  public boolean sameBits(Values other) {
    return type.equals(other.type) && switch (data) {
      case float[] f -> bits(f, (float[]) other.data);
      case double[] d -> bits(d, (double[]) other.data);
      case int[] n -> Arrays.equals(n, (int[]) other.data);
      case long[] l -> Arrays.equals(l, (long[]) other.data);
      default -> Arrays.equals((byte[]) data, (byte[]) other.data);
    };
  }

  private static boolean bits(float[] a, float[] b) {
    for (int i = 0; i < a.length; i++) {
      if (Float.floatToRawIntBits(a[i]) != Float.floatToRawIntBits(b[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean bits(double[] a, double[] b) {
    for (int i = 0; i < a.length; i++) {
      if (Double.doubleToRawLongBits(a[i]) != Double.doubleToRawLongBits(b[i])) {
        return false;
      }
    }
    return true;
  }

  /** The type and the elements; of large arrays the ends of each axis only. */
  @Override
  public String toString() {
    return ValuesText.of(this);
  }
}
