package ansatz.data.files.internal;

import ansatz.data.DataException;
import ansatz.linalg.Array;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;

/** The types of the safetensors format that have an exact place in float64, int64 or bytes. */
public enum Dtype {
  F64(8), F32(4), F16(2), BF16(2), I64(8), I32(4), I16(2), I8(1), U64(8), U32(4), U16(2), U8(1), BOOL(1);

  private final int width;

  Dtype(int width) {
    this.width = width;
  }

  /** Bytes of one value. */
  public int width() {
    return width;
  }

  /** The type in which an array is written. */
  public static Dtype of(Array array) {
    return switch (array) {
      case Array.F64 _ -> F64;
      case Array.I64 _ -> I64;
      case Array.U8 _ -> U8;
    };
  }

  /** The type of that name. */
  static Dtype of(String array, String name) {
    return Arrays.stream(values()).filter(dtype -> dtype.name().equals(name)).findFirst()
        .orElseThrow(() -> new DataException("safetensors: '" + array + "' is of type '" + name
            + "', which has no exact place in float64, int64 or bytes; types read are " + Arrays.toString(values())));
  }

  /** Writes the values to a little-endian file. */
  public static void write(Array array, ByteBuffer file) {
    switch (array) {
      case Array.F64 f64 -> {
        file.asDoubleBuffer().put(f64.values());
        file.position(file.position() + f64.values().length * F64.width);
      }
      case Array.I64 i64 -> {
        file.asLongBuffer().put(i64.values());
        file.position(file.position() + i64.values().length * I64.width);
      }
      case Array.U8 u8 -> file.put(u8.values());
    }
  }

  /** Reads values from little-endian bytes that hold exactly as many as the shape has. */
  public Array read(String name, long[] shape, ByteBuffer bytes) {
    int size = bytes.remaining() / width;
    return switch (this) {
      case F64 -> {
        double[] values = new double[size];
        bytes.asDoubleBuffer().get(values);
        yield new Array.F64(shape, values);
      }
      case F32 -> reals(shape, size, i -> bytes.getFloat(4 * i));
      case F16 -> reals(shape, size, i -> Float.float16ToFloat(bytes.getShort(2 * i)));
      case BF16 -> reals(shape, size, i -> Float.intBitsToFloat(bytes.getShort(2 * i) << 16));
      case I64, U64 -> {
        long[] values = new long[size];
        bytes.asLongBuffer().get(values);
        yield new Array.I64(shape, this == U64 ? requireSigned(name, values) : values);
      }
      case I32 -> integers(shape, size, i -> bytes.getInt(4 * i));
      case I16 -> integers(shape, size, i -> bytes.getShort(2 * i));
      case I8 -> integers(shape, size, bytes::get);
      case U32 -> integers(shape, size, i -> Integer.toUnsignedLong(bytes.getInt(4 * i)));
      case U16 -> integers(shape, size, i -> Short.toUnsignedLong(bytes.getShort(2 * i)));
      case U8, BOOL -> {
        byte[] values = new byte[size];
        bytes.get(values);
        yield new Array.U8(shape, this == BOOL ? requireTruth(name, values) : values);
      }
    };
  }

  private static Array reals(long[] shape, int size, IntToDoubleFunction value) {
    double[] values = new double[size];
    Arrays.setAll(values, value);
    return new Array.F64(shape, values);
  }

  private static Array integers(long[] shape, int size, IntToLongFunction value) {
    long[] values = new long[size];
    Arrays.setAll(values, value);
    return new Array.I64(shape, values);
  }

  private static long[] requireSigned(String name, long[] values) {
    for (long value : values) {
      if (value < 0) {
        throw new DataException("safetensors: '" + name + "' holds " + Long.toUnsignedString(value)
            + ", which is beyond the range of int64");
      }
    }
    return values;
  }

  private static byte[] requireTruth(String name, byte[] values) {
    for (byte value : values) {
      if (value != 0 && value != 1) {
        throw new DataException("safetensors: '" + name + "' is of type BOOL but holds the byte " + value);
      }
    }
    return values;
  }
}
