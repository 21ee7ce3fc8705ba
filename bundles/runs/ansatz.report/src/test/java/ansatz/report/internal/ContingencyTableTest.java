package ansatz.report.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ContingencyTableTest {
  @Test
  void countsPairs() {
    ContingencyTable table = ContingencyTable.of(new int[] {0, 0, 1, 0}, 3, new int[] {0, 1, 1, 0}, 2);
    assertArrayEquals(new int[][] {{2, 1}, {0, 1}, {0, 0}}, table.counts());
    assertEquals(2.0 / 3, table.share(0, 0));
    assertEquals(0, table.share(2, 0));
  }
}
