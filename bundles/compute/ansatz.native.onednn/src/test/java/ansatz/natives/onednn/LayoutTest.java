package ansatz.natives.onednn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class LayoutTest {
  @Test
  void isAValue() {
    Layout plain = Layout.of(2, 3, 4);
    assertEquals(plain, Layout.strided(new long[] {2, 3, 4}, new long[] {12, 4, 1}));
    assertEquals(plain.hashCode(), Layout.of(2, 3, 4).hashCode());
    assertNotEquals(plain, Layout.of(2, 4, 3));
    assertNotEquals(plain, Layout.any(2, 3, 4));
    assertEquals("f32[2,3,4] abc", plain.toString());
    assertEquals("f32[2,3,4] any", Layout.any(2, 3, 4).toString());
    assertEquals("f32[2,3,4,5] acdb",
        Layout.strided(new long[] {2, 3, 4, 5}, new long[] {60, 1, 15, 3}).toString());
    assertArrayEquals(new long[] {12, 4, 1}, plain.strides());
    assertEquals(96, plain.bytes());
    assertTrue(plain.isDense());
    assertFalse(Layout.strided(new long[] {2, 2}, new long[] {3, 1}).isDense());
    assertEquals(20, Layout.strided(new long[] {2, 2}, new long[] {3, 1}).bytes());
    assertThrows(IllegalStateException.class, Layout.any(2, 3)::bytes);
  }

  @Test
  void refusesWhatIsNone() {
    assertThrows(IllegalArgumentException.class, () -> Layout.of());
    assertThrows(IllegalArgumentException.class, () -> Layout.of(new long[13]));
    assertThrows(IllegalArgumentException.class, () -> Layout.of(2, -3));
    assertThrows(IllegalArgumentException.class, () -> Layout.strided(new long[2], new long[3]));
  }

  @Test
  void reorderTransposes() {
    Layout rows = Layout.of(3, 2);
    Layout columns = Layout.strided(new long[] {3, 2}, new long[] {1, 3});
    try (Arena arena = Arena.ofConfined(); Reorder transpose = Reorder.of(rows, columns)) {
      MemorySegment y = arena.allocate(24);
      transpose.execute(Tensors.segment(arena, 1, 2, 3, 4, 5, 6), 0, y, 0, MemorySegment.NULL, 0);
      assertArrayEquals(new float[] {1, 3, 5, 2, 4, 6}, y.toArray(JAVA_FLOAT));
    }
    Layout other = Layout.of(2, 3);
    assertThrows(IllegalArgumentException.class, () -> Reorder.of(rows, other));
  }

  @Test
  void nothingIsDoneWithNoElements() {
    Layout empty = Layout.of(0, 3);
    try (Reorder copy = Reorder.of(empty, empty)) {
      copy.execute(MemorySegment.NULL, 0, MemorySegment.NULL, 0, MemorySegment.NULL, 0);
      assertEquals(0, empty.bytes());
    }
  }
}
