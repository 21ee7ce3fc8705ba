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
    for (int i = 0; i < array.size(); i++) {
      if (array.type().dtype().isFloat()) {
        out.writeDouble(array.get(i));
      } else {
        out.writeLong(array.getLong(i));
      }
    }
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
    for (int i = 0; i < array.size(); i++) {
      if (type.isFloat()) {
        array.set(i, in.readDouble());
      } else {
        array.setLong(i, in.readLong());
      }
    }
    return array;
  }
}
