package ansatz.report.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void digitsFollowTheError() {
    assertEquals("54.8\u00a0±\u00a01.2", Numbers.estimate(54.81, 1.234));
    assertEquals("−0.0012\u00a0±\u00a00.0034", Numbers.estimate(-0.00123, 0.0034));
    assertEquals("1235\u00a0±\u00a0123", Numbers.estimate(1234.6, 123.4));
    assertEquals("0.95", Numbers.estimate(0.95, Double.NaN));
  }

  @Test
  void plainNumbers() {
    assertEquals("–", Numbers.plain(Double.NaN));
    assertEquals("0.1235", Numbers.plain(0.12345678));
    assertEquals("1.500e−07", Numbers.plain(1.5e-7));
    assertEquals("< 0.001", Numbers.p(2e-5));
    assertEquals("12,345", Numbers.count(12345));
  }

  @Test
  void durations() {
    assertEquals("850 µs", Numbers.duration(850e-6));
    assertEquals("4.21 s", Numbers.duration(4.21));
    assertEquals("2 min 5 s", Numbers.duration(125));
    assertEquals("1 h 3 min", Numbers.duration(3780));
  }

  @Test
  void thinningKeepsBothEnds() {
    assertArrayEquals(new int[] {0, 5, 9}, Thinning.indices(10, 3));
  }
}
