package ansatz.backend.jvm.internal.routine;

import ansatz.backend.jvm.internal.emit.Memory;
import ansatz.tensor.DType;
import java.lang.foreign.ValueLayout;

/** Elements in memory; a boolean is a byte. */
final class Elements {
  private Elements() {}

  static double get(DType dtype, long address) {
    return switch (dtype) {
      case F32 -> Memory.ALL.get(ValueLayout.JAVA_FLOAT, address);
      case F64 -> Memory.ALL.get(ValueLayout.JAVA_DOUBLE, address);
      default -> getLong(dtype, address);
    };
  }

  static long getLong(DType dtype, long address) {
    return switch (dtype) {
      case I32 -> Memory.ALL.get(ValueLayout.JAVA_INT, address);
      case I64 -> Memory.ALL.get(ValueLayout.JAVA_LONG, address);
      case BOOL -> Memory.ALL.get(ValueLayout.JAVA_BYTE, address);
      default -> throw new IllegalArgumentException(dtype + " has no whole numbers");
    };
  }

  static int getInt(long address) {
    return Memory.ALL.get(ValueLayout.JAVA_INT, address);
  }

  static float getFloat(long address) {
    return Memory.ALL.get(ValueLayout.JAVA_FLOAT, address);
  }

  static double getDouble(long address) {
    return Memory.ALL.get(ValueLayout.JAVA_DOUBLE, address);
  }

  static void setFloat(long address, float value) {
    Memory.ALL.set(ValueLayout.JAVA_FLOAT, address, value);
  }

  static void setDouble(long address, double value) {
    Memory.ALL.set(ValueLayout.JAVA_DOUBLE, address, value);
  }

  /** Makes so many bytes 0; unlike filling a slice of the segment it allocates nothing. */
  static void clear(long address, long bytes) {
    long end = address + bytes;
    long at = address;
    for (; at + 8 <= end; at += 8) {
      Memory.ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, at, 0);
    }
    for (; at < end; at++) {
      Memory.ALL.set(ValueLayout.JAVA_BYTE, at, (byte) 0);
    }
  }

  static void setInt(long address, int value) {
    Memory.ALL.set(ValueLayout.JAVA_INT, address, value);
  }

  static void set(DType dtype, long address, double value) {
    if (dtype == DType.F32) {
      Memory.ALL.set(ValueLayout.JAVA_FLOAT, address, (float) value);
    } else {
      Memory.ALL.set(ValueLayout.JAVA_DOUBLE, address, value);
    }
  }

  static void setLong(DType dtype, long address, long value) {
    switch (dtype) {
      case I32 -> Memory.ALL.set(ValueLayout.JAVA_INT, address, (int) value);
      case I64 -> Memory.ALL.set(ValueLayout.JAVA_LONG, address, value);
      default -> throw new IllegalArgumentException(dtype + " has no sums");
    }
  }

  /** Whether one element is greater than another; NaN is the greatest of all. */
  static boolean greater(DType dtype, long one, long other) {
    if (!dtype.isFloat()) {
      return getLong(dtype, one) > getLong(dtype, other);
    }
    double a = get(dtype, one);
    double b = get(dtype, other);
    return a > b || a != a && b == b;
  }

  /** Copies one element of so many bytes. */
  static void copy(int bytes, long from, long to) {
    switch (bytes) {
      case 1 -> Memory.ALL.set(ValueLayout.JAVA_BYTE, to, Memory.ALL.get(ValueLayout.JAVA_BYTE, from));
      case 4 -> Memory.ALL.set(ValueLayout.JAVA_INT, to, Memory.ALL.get(ValueLayout.JAVA_INT, from));
      default -> Memory.ALL.set(ValueLayout.JAVA_LONG, to, Memory.ALL.get(ValueLayout.JAVA_LONG, from));
    }
  }
}
