package ansatz.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class EntryTest {
  /** An answer may be one JSON document, and the shell draws its lines. */
  @Test
  void whatPartsPrintGoesBesideTheAnswer() {
    PrintStream out = System.out;
    try {
      assertEquals(2, new Entry(null).applyAsInt(new String[] {"nonsense"}));
      assertSame(System.err, System.out);
    } finally {
      System.setOut(out);
    }
  }
}
