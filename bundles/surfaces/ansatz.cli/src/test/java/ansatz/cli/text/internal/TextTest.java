package ansatz.cli.text.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void sparklinesSpanTheRange() {
    assertEquals("▁▃▅█", Sparkline.of(new double[] {0, 2, 4, 7}, 10));
    assertEquals("▅▅", Sparkline.of(new double[] {3, 3}, 10));
    assertEquals("▁·█", Sparkline.of(new double[] {1, Double.NaN, 2}, 10));
    assertEquals("▁█", Sparkline.of(new double[] {0, 0, 10, 10}, 2));
  }

  @Test
  void meansAreRoundedByTheirErrors() {
    assertEquals("54.1 ± 1.2", Numbers.of(54.123, 1.234));
    assertEquals("0.0512 ± 0.0013", Numbers.of(0.05123, 0.00129));
    assertEquals("1230 ± 120", Numbers.of(1234, 123));
    assertEquals("0.9123", Numbers.of(0.91234, Double.NaN));
    assertEquals("–", Numbers.of(Double.NaN, 1));
  }

  @Test
  void valuesReadAsInFiles() {
    assertEquals("1e-6", Numbers.literal(1e-6));
    assertEquals("0.5", Numbers.literal(0.5));
    assertEquals("1", Numbers.literal(1.0));
    assertEquals("auto", Numbers.literal("auto"));
  }

  @Test
  void durationsAndSizes() {
    assertEquals("0.3 s", Numbers.duration(0.31));
    assertEquals("4 m 05 s", Numbers.duration(245));
    assertEquals("2 h 03 m", Numbers.duration(7390));
    assertEquals("640 B", Numbers.bytes(640));
    assertEquals("1.5 KiB", Numbers.bytes(1536));
    assertEquals("80 GiB", Numbers.bytes(80L << 30));
  }

  @Test
  void progressOffATerminalIsLinesNowAndThen() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    AtomicLong clock = new AtomicLong();
    Progress progress = new Progress(print(bytes), Terminal.PLAIN, clock::get);
    progress.begin(100);
    for (int step = 101; step <= 160; step++) {
      clock.addAndGet(1_000_000_000L);
      progress.step(step, 160, "ridge fold 1/10");
    }
    List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(6, lines.size(), lines.toString());
    assertEquals("step 110/160  10 s  ETA 50 s  ridge fold 1/10", lines.getFirst());
    assertEquals("step 160/160  1 m 00 s  ridge fold 1/10", lines.getLast());
    assertFalse(lines.toString().contains("\033"));
  }

  @Test
  void progressOnATerminalIsOneLineThatFits() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    AtomicLong clock = new AtomicLong();
    Progress progress = new Progress(print(bytes), new Terminal(false, true, 40), clock::get);
    progress.begin(0);
    clock.addAndGet(1_000_000_000L);
    progress.step(1, 2, "a label that is much too long for this terminal");
    progress.clear();
    String[] drawn = bytes.toString(StandardCharsets.UTF_8).split("\r\033\\[2K");
    assertTrue(drawn[1].startsWith("━━━━━━━━━━━━┄┄┄┄┄┄┄┄┄┄┄┄ 1/2"), drawn[1]);
    assertTrue(drawn[1].length() < 40, drawn[1]);
    assertTrue(bytes.toString(StandardCharsets.UTF_8).endsWith("\r\033[2K"));
  }

  @Test
  void jsonKeepsOrderAndHasNoNaN() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("b", Double.NaN);
    tree.put("a", List.of(1, 2L, 0.5));
    assertEquals("{\"b\":null,\"a\":[1,2,0.5]}", Json.of(tree).replaceAll("\\s", ""));
  }

  @Test
  void treesForgiveWhatIsMissing() {
    Tree tree = new Tree(Map.of("fit", Map.of("models", Map.of("ridge", Map.of("lambda", 0.5)))));
    assertEquals(0.5, tree.at("fit", "models", "ridge", "lambda").number());
    assertTrue(tree.at("fit", "nothing", "there").isNull());
    assertEquals(Map.of("fit.models.ridge.lambda", "0.5"), tree.leaves());
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
