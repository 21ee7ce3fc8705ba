package ansatz.data.files;

import ansatz.data.ArrayFormat;
import ansatz.data.DataException;
import ansatz.data.files.internal.Dtype;
import ansatz.data.files.internal.SafetensorsHeader;
import ansatz.data.files.internal.SafetensorsHeader.Entry;
import ansatz.learn.Name;
import ansatz.linalg.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Component;

/**
 * Safetensors: named arrays with a JSON header, little-endian and row-major.
 *
 * <pre>
 * header length N: uint64 | header: N bytes of JSON, padded with spaces to a multiple of 8 | values
 * {"__metadata__": {"key": "text"}, "w": {"dtype": "F64", "shape": [2, 3], "data_offsets": [0, 48]}}
 * </pre>
 *
 * <p>Written are F64, I64 and U8, wide types first, then by name: equal content gives equal bytes, and values are
 * aligned. Read are all types with an exact place in these three: F64, F32, F16 and BF16 into float64; I64, I32, I16,
 * I8, U64 below 2^63, U32 and U16 into int64; U8 and BOOL into bytes. Everything else is refused: a header that is too
 * long, a name twice, values that overlap, leave holes or do not fit their shape, and bytes that belong to nothing.
 *
 * <p>Cost: one copy of the values.
 */
@Component
@Name("safetensors")
public final class Safetensors implements ArrayFormat {
  private static final int LENGTH = Long.BYTES;

  @Override
  public String ending() {
    return "safetensors";
  }

  @Override
  public byte[] encode(Content content) {
    List<Map.Entry<String, Array>> arrays = new ArrayList<>(content.arrays().entrySet());
    arrays.sort(Comparator.comparing((Map.Entry<String, Array> array) -> -Dtype.of(array.getValue()).width())
        .thenComparing(Map.Entry::getKey));
    List<Entry> entries = new ArrayList<>();
    long end = 0;
    for (Map.Entry<String, Array> array : arrays) {
      Dtype dtype = Dtype.of(array.getValue());
      long begin = end;
      end += array.getValue().size() * dtype.width();
      entries.add(new Entry(array.getKey(), dtype, array.getValue().shape(), begin, end));
    }
    byte[] header = new SafetensorsHeader(entries, content.metadata()).write();
    if (LENGTH + header.length + end > Integer.MAX_VALUE - 8) {
      throw new DataException("safetensors: " + end + " bytes of values are more than one file of 2 GiB can hold");
    }
    ByteBuffer file = ByteBuffer.allocate((int) (LENGTH + header.length + end)).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length).put(header);
    arrays.forEach(array -> Dtype.write(array.getValue(), file));
    return file.array();
  }

  @Override
  public Content decode(byte[] bytes) {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < LENGTH) {
      throw new DataException(
          "safetensors: the file has " + bytes.length + " bytes, the length of its header alone takes " + LENGTH);
    }
    long length = file.getLong();
    if (length < 0 || length > SafetensorsHeader.MOST_BYTES) {
      throw new DataException("safetensors: the header is said to have " + Long.toUnsignedString(length)
          + " bytes, at most " + SafetensorsHeader.MOST_BYTES + " are allowed");
    }
    if (length > file.remaining()) {
      throw new DataException("safetensors: the header is said to have " + length + " bytes, only " + file.remaining()
          + " follow: the file was cut off, or is of another kind");
    }
    SafetensorsHeader header = SafetensorsHeader.read(file.slice(LENGTH, (int) length));
    ByteBuffer values = file.position(LENGTH + (int) length).slice().order(ByteOrder.LITTLE_ENDIAN);
    requireCovered(header.entries(), values.remaining());
    SortedMap<String, Array> arrays = new TreeMap<>();
    for (Entry entry : header.entries()) {
      ByteBuffer own = values.slice((int) entry.begin(), (int) (entry.end() - entry.begin()));
      arrays.put(entry.name(), entry.dtype().read(entry.name(), entry.shape(), own.order(ByteOrder.LITTLE_ENDIAN)));
    }
    return new Content(arrays, new TreeMap<>(header.metadata()));
  }

  /** Each byte of the values belongs to exactly one array. */
  private static void requireCovered(List<Entry> entries, long size) {
    List<Entry> inOrder = new ArrayList<>(entries);
    inOrder.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long covered = 0;
    for (Entry entry : inOrder) {
      if (entry.begin() != covered) {
        throw new DataException("safetensors: '" + entry.name() + "' begins at byte " + entry.begin()
            + (entry.begin() < covered ? ", inside of another array" : ", but nothing fills the bytes before from ")
            + (entry.begin() < covered ? "" : covered + " on"));
      }
      covered = entry.end();
    }
    if (covered != size) {
      throw new DataException("safetensors: the arrays take " + covered + " bytes, the file holds " + size
          + (size < covered ? ": it was cut off" : ": the bytes behind belong to nothing"));
    }
  }
}
