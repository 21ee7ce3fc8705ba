package ansatz.data.files.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DecimalTest {
  @Test
  void everyNumberIsRightlyRounded() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 30_000; i++) {
      String number = (random.nextBoolean() ? "-" : "") + random.nextLong(1L << random.nextInt(1, 63))
          + (random.nextBoolean() ? "." + random.nextLong(1L << random.nextInt(1, 40)) : "")
          + (random.nextBoolean() ? "e" + random.nextInt(-330, 310) : "");
      assertSame(Double.parseDouble(number), number);
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertSame(value, Double.toString(value));
      }
    }
  }

  @Test
  void formsOfNumbers() {
    assertSame(-0.0, "-0");
    assertSame(0.5, ".5");
    assertSame(5, "+5.");
    assertSame(9007199254740993.0, "9007199254740993");
    assertSame(1, "0000000000000000000000000001");
    assertSame(0, "0e999999999999");
    assertSame(Double.POSITIVE_INFINITY, "1e999999999999");
    assertSame(0, "1e-999999999999");
    assertSame(Double.NEGATIVE_INFINITY, "-inf");
  }

  @Test
  void whatIsNotANumber() {
    for (String text : List.of("", "-", ".", "e5", "1e", "1e+", "1.2.3", "1d", "2f", "0x10", "1_000", "1,5", "1 2",
        "NaN",
        "infinite", "--1", "\u0661", "1e5.0", "\u22125")) {
      assertTrue(Double.isNaN(Decimal.parse(text)), text);
    }
  }

  private static void assertSame(double expected, String text) {
    assertEquals(Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(Decimal.parse(text)), text);
  }
}
