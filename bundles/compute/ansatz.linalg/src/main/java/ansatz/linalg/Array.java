package ansatz.linalg;

import java.util.Arrays;

/**
 * A dense row-major array of any rank: the plain data in which state travels between steps, bundles and files.
 *
 * <p>Values are not copied on the way in or out; whoever holds an {@code Array} treats its values as read-only.
 */
public sealed interface Array {
  /** Extents; empty for a scalar. */
  long[] shape();

  /** The number of elements, the product of the extents. */
  default long size() {
    return Shape.size(shape());
  }

  /** Whether the other array has the same type, shape and bits: NaN equals the same NaN, 0.0 differs from -0.0. */
  boolean sameBits(Array other);

  /** A float64 array. */
  static Array of(double[] values, long... shape) {
    return new F64(shape.length == 0 ? new long[] {values.length} : shape, values);
  }

  /** An int64 array. */
  static Array of(long[] values, long... shape) {
    return new I64(shape.length == 0 ? new long[] {values.length} : shape, values);
  }

  /** A byte array. */
  static Array of(byte[] values) {
    return new U8(new long[] {values.length}, values);
  }

  /** A float64 array of shape [rows, cols] that shares the matrix' values. */
  static Array of(Matrix matrix) {
    return new F64(new long[] {matrix.rows(), matrix.cols()}, matrix.data());
  }

  /** The values of a float64 array. */
  default double[] doubles() {
    if (this instanceof F64 f) {
      return f.values;
    }
    throw new IllegalArgumentException("array holds " + getClass().getSimpleName() + ", not F64");
  }

  /** The values of an int64 array. */
  default long[] longs() {
    if (this instanceof I64 i) {
      return i.values;
    }
    throw new IllegalArgumentException("array holds " + getClass().getSimpleName() + ", not I64");
  }

  /** The values of a byte array. */
  default byte[] bytes() {
    if (this instanceof U8 u) {
      return u.values;
    }
    throw new IllegalArgumentException("array holds " + getClass().getSimpleName() + ", not U8");
  }

  /** A float64 array of rank 2 as a matrix that shares the values. */
  default Matrix matrix() {
    if (shape().length != 2) {
      throw new IllegalArgumentException("array has rank " + shape().length + ", a matrix has 2");
    }
    return new Matrix(Math.toIntExact(shape()[0]), Math.toIntExact(shape()[1]), doubles());
  }

  /** Float64 values. */
  record F64(long[] shape, double[] values) implements Array {
    public F64 {
      Shape.check(shape, values.length);
    }

    @Override
    public boolean sameBits(Array other) {
      if (!(other instanceof F64 o) || !Arrays.equals(shape, o.shape)) {
        return false;
      }
      for (int i = 0; i < values.length; i++) {
        if (Double.doubleToRawLongBits(values[i]) != Double.doubleToRawLongBits(o.values[i])) {
          return false;
        }
      }
      return true;
    }
  }

  /** Int64 values. */
  record I64(long[] shape, long[] values) implements Array {
    public I64 {
      Shape.check(shape, values.length);
    }

    @Override
    public boolean sameBits(Array other) {
      return other instanceof I64 o && Arrays.equals(shape, o.shape) && Arrays.equals(values, o.values);
    }
  }

  /** Bytes. */
  record U8(long[] shape, byte[] values) implements Array {
    public U8 {
      Shape.check(shape, values.length);
    }

    @Override
    public boolean sameBits(Array other) {
      return other instanceof U8 o && Arrays.equals(shape, o.shape) && Arrays.equals(values, o.values);
    }
  }
}
