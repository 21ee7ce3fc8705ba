package ansatz.testkit;

import ansatz.learn.State;
import ansatz.linalg.Array;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** Writes states to bytes and reads them again, as a checkpoint does: nothing but plain data gets through. */
public final class StateFile {
  private StateFile() {}

  /** What is left of a state after it was written and read: a deep copy that shares nothing. */
  public static State copy(State state) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(file)) {
      out.writeInt(state.schema());
      out.writeInt(state.arrays().size());
      for (Map.Entry<String, Array> entry : state.arrays().entrySet()) {
        out.writeUTF(entry.getKey());
        write(out, entry.getValue());
      }
      out.writeInt(state.scalars().size());
      for (Map.Entry<String, Object> entry : state.scalars().entrySet()) {
        out.writeUTF(entry.getKey());
        write(out, entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(file.toByteArray()))) {
      return read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static State read(DataInputStream in) throws IOException {
    int schema = in.readInt();
    Map<String, Array> arrays = new TreeMap<>();
    for (int n = in.readInt(); n > 0; n--) {
      arrays.put(in.readUTF(), readArray(in));
    }
    Map<String, Object> scalars = new TreeMap<>();
    for (int n = in.readInt(); n > 0; n--) {
      scalars.put(in.readUTF(), readScalar(in));
    }
    return new State(schema, arrays, scalars);
  }

  private static void write(DataOutputStream out, Array array) throws IOException {
    out.writeInt(array.shape().length);
    for (long extent : array.shape()) {
      out.writeLong(extent);
    }
    switch (array) {
      case Array.F64 f64 -> {
        out.writeByte('f');
        for (double value : f64.values()) {
          out.writeLong(Double.doubleToRawLongBits(value));
        }
      }
      case Array.I64 i64 -> {
        out.writeByte('i');
        for (long value : i64.values()) {
          out.writeLong(value);
        }
      }
      case Array.U8 u8 -> {
        out.writeByte('u');
        out.write(u8.values());
      }
    }
  }

  private static Array readArray(DataInputStream in) throws IOException {
    long[] shape = new long[in.readInt()];
    int size = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = in.readLong();
      size = Math.multiplyExact(size, Math.toIntExact(shape[i]));
    }
    switch (in.readByte()) {
      case 'f' -> {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
          values[i] = Double.longBitsToDouble(in.readLong());
        }
        return new Array.F64(shape, values);
      }
      case 'i' -> {
        long[] values = new long[size];
        for (int i = 0; i < size; i++) {
          values[i] = in.readLong();
        }
        return new Array.I64(shape, values);
      }
      default -> {
        return new Array.U8(shape, in.readNBytes(size));
      }
    }
  }

  private static void write(DataOutputStream out, Object scalar) throws IOException {
    switch (scalar) {
      case String text -> {
        out.writeByte('s');
        out.writeUTF(text);
      }
      case Long integer -> {
        out.writeByte('l');
        out.writeLong(integer);
      }
      default -> {
        out.writeByte('b');
        out.writeBoolean((Boolean) scalar);
      }
    }
  }

  private static Object readScalar(DataInputStream in) throws IOException {
    return switch (in.readByte()) {
      case 's' -> in.readUTF();
      case 'l' -> in.readLong();
      default -> in.readBoolean();
    };
  }
}
