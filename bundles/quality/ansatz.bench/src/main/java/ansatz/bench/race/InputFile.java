package ansatz.bench.race;

import ansatz.tensor.DType;
import ansatz.tensor.Shape;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Arrays in a file, row-major: the same state and batch for every library. */
public final class InputFile {
  private InputFile() {}

  public static void write(Path file, List<Values> arrays) throws IOException {
    try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
      out.writeInt(arrays.size());
      for (Values array : arrays) {
        write(out, array);
      }
    }
  }

  private static void write(DataOutputStream out, Values array) throws IOException {
    out.writeUTF(array.type().dtype().name());
    out.writeInt(array.type().rank());
    for (int extent : array.shape().extents()) {
      out.writeInt(extent);
    }
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(array.type().bytes()));
    switch (array.type().dtype()) {
      case F32 -> bytes.asFloatBuffer().put(array.floats());
      case F64 -> bytes.asDoubleBuffer().put(array.doubles());
      case I32 -> bytes.asIntBuffer().put(array.ints());
      case I64 -> bytes.asLongBuffer().put(array.longs());
      case BOOL -> bytes.put(array.bytes());
    }
    out.write(bytes.array());
  }

  public static List<Values> read(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      List<Values> arrays = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        arrays.add(readArray(in));
      }
      return arrays;
    }
  }

  private static Values readArray(DataInputStream in) throws IOException {
    DType type = DType.valueOf(in.readUTF());
    int[] extents = new int[in.readInt()];
    for (int i = 0; i < extents.length; i++) {
      extents[i] = in.readInt();
    }
    Values array = Values.zeros(new TensorType(type, Shape.of(extents)));
    ByteBuffer bytes = ByteBuffer.wrap(in.readNBytes(Math.toIntExact(array.type().bytes())));
    switch (type) {
      case F32 -> bytes.asFloatBuffer().get(array.floats());
      case F64 -> bytes.asDoubleBuffer().get(array.doubles());
      case I32 -> bytes.asIntBuffer().get(array.ints());
      case I64 -> bytes.asLongBuffer().get(array.longs());
      case BOOL -> bytes.get(array.bytes());
    }
    return array;
  }
}
