package ansatz.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.data.ArrayFormat;
import ansatz.data.ArrayFormat.Content;
import ansatz.data.DataException;
import ansatz.linalg.Array;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What holds for every format of named arrays: bits survive, equal content gives equal bytes, damage is found. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ArrayFormatContract {
  /** Far above what a small file needs, far below what a length read from damaged bytes would ask for. */
  private static final long MOST_ALLOCATED = 16L << 20;

  /** The format. */
  protected abstract ArrayFormat format();

  @Test
  final void A1_everyBitSurvives() {
    Content content = everything();
    Content read = format().decode(format().encode(content));
    assertEquals(content.arrays().keySet(), read.arrays().keySet());
    content.arrays().forEach((name, array) -> assertTrue(array.sameBits(read.arrays().get(name)), name));
    assertEquals(content.metadata(), read.metadata());
  }

  @Test
  final void A2_nothingIsContent() {
    Content nothing = new Content(new TreeMap<>(), new TreeMap<>());
    assertEquals(nothing, format().decode(format().encode(nothing)));
  }

  @Test
  final void A3_equalContentGivesEqualBytes() {
    Content content = everything();
    SortedMap<String, Array> backwards = new TreeMap<>(Comparator.<String>naturalOrder().reversed());
    backwards.putAll(content.arrays());
    SortedMap<String, String> metadata = new TreeMap<>(Comparator.<String>naturalOrder().reversed());
    metadata.putAll(content.metadata());
    assertArrayEquals(format().encode(content), format().encode(new Content(backwards, metadata)));
    assertArrayEquals(format().encode(content), format().encode(format().decode(format().encode(content))));
  }

  @Test
  final void A4_aFileThatWasCutIsRefused() {
    byte[] whole = format().encode(everything());
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(DataException.class, () -> format().decode(cut), () -> cut.length + " bytes were accepted");
    }
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertThrows(DataException.class, () -> format().decode(longer), "a byte behind the end was accepted");
  }

  /** A changed byte is refused as bad data, or changes content; there is no other error, and no large allocation. */
  @Test
  final void A5_damageIsFoundCheaply() {
    byte[] whole = format().encode(everything());
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < whole.length; i++) {
      for (int change = 1; change < 256; change += change < 8 || change > 248 ? 1 : 31) {
        byte[] damaged = whole.clone();
        damaged[i] ^= (byte) change;
        long before = thread.getCurrentThreadAllocatedBytes();
        try {
          Content read = format().decode(damaged);
          assertArrayEquals(format().encode(read), format().encode(format().decode(format().encode(read))));
        } catch (DataException e) {
          assertTrue(e.getMessage().length() > 8, () -> "the message does not say what is wrong: " + e);
        }
        long allocated = thread.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < MOST_ALLOCATED, "byte " + i + " changed: " + allocated + " bytes were allocated");
      }
    }
  }

  private static Content everything() {
    double payload = Double.longBitsToDouble(0x7ff0_0000_dead_beefL);
    Map<String, Array> arrays = Map.of("weight",
        Array.of(new double[] {0.0, -0.0, payload, Double.NEGATIVE_INFINITY, 5e-324, Math.PI}, 2, 3), "step",
        new Array.I64(new long[0], new long[] {Long.MIN_VALUE}), "empty", Array.of(new double[0], 3, 0), "kernel",
        Array.of(new long[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2), "flags", Array.of(new byte[] {0, 1, -1}),
        "gr\u00f6\u00dfe \"1\"/\ud83d\ude00", Array.of(new double[] {1}));
    return new Content(new TreeMap<>(arrays), new TreeMap<>(Map.of("run", "a \"b\" \\ \u00e9\n", "empty", "")));
  }
}
