package ansatz.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ansatz.data.Column.Categorical;
import ansatz.data.Column.Numeric;
import ansatz.data.Dataset.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static final Dataset TABLE = table(new double[] {1.5, Double.NaN}, new int[] {1, -1}, "b");

  /** Computed with Python's struct and hashlib from the description of the encoding. */
  @Test
  void theEncodingIsPinned() {
    assertEquals("cf6042bd458cc29fbfe480a5f27fc6a00cbe8053765a2bcad93c3351f4aabccd", TABLE.fingerprint());
  }

  @Test
  void nameAndNotesDoNotCount() {
    assertEquals(TABLE.fingerprint(), new Dataset("u", TABLE.columns(), TABLE.roles(), "notes").fingerprint());
    Map<String, Role> spelledOut = new HashMap<>(TABLE.roles());
    spelledOut.put("x", Role.FEATURE);
    assertEquals(TABLE.fingerprint(), new Dataset("t", TABLE.columns(), spelledOut, "").fingerprint());
  }

  @Test
  void everyMissingValueIsTheSame() {
    double otherNaN = Double.longBitsToDouble(0xfff8_0000_0000_0001L);
    assertEquals(TABLE.fingerprint(), table(new double[] {1.5, otherNaN}, new int[] {1, -1}, "b").fingerprint());
  }

  @Test
  void everyBitCounts() {
    assertDiffers(table(new double[] {Math.nextUp(1.5), Double.NaN}, new int[] {1, -1}, "b"));
    assertDiffers(table(new double[] {1.5, Double.NaN}, new int[] {1, 0}, "b"));
    assertDiffers(table(new double[] {1.5, Double.NaN}, new int[] {1, -1}, "c"));
    assertDiffers(TABLE.withTarget("x"));
    assertDiffers(TABLE.ignoring(List.of("x")));
    assertDiffers(TABLE.withColumns(TABLE.columns().reversed()));
    assertDiffers(TABLE.rows(1, 0));
    assertNotEquals(table(new double[] {0.0}, new int[] {0}, "b").fingerprint(),
        table(new double[] {-0.0}, new int[] {0}, "b").fingerprint());
  }

  private static void assertDiffers(Dataset other) {
    assertNotEquals(TABLE.fingerprint(), other.fingerprint());
  }

  private static Dataset table(double[] x, int[] codes, String second) {
    return new Dataset("t", List.of(new Numeric("x", x), new Categorical("\u00e9", codes, List.of("a", second))),
        Map.of("\u00e9", Role.TARGET), "");
  }
}
