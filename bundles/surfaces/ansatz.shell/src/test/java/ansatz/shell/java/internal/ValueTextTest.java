package ansatz.shell.java.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.tensor.DType;
import ansatz.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValueTextTest {
  private final Tensor row = Tensor.arange(DType.F32, 2).add(1);
  private final Tensor square = row.expand(0).mul(row.expand(1));

  private record Both(Tensor row, List<Tensor> squares) {}

  private record Size(int n, int m) {}

  @Test
  void shortOnesStandInALine() {
    assertEquals("[f32[2] [1.0 2.0], f32[] 3.0]", ValueText.of(List.of(row, row.sum())));
    assertEquals("Optional[f32[] 3.0]", ValueText.of(Optional.of(row.sum())));
    assertEquals("[w=f32[2] [1.0 2.0]]", ValueText.of(Map.of("w", row)));
    assertEquals("[f32[2] [1.0 2.0]]", ValueText.of(new Tensor[] {row}));
  }

  @Test
  void matricesStandBelowEachOtherInColumns() {
    assertEquals("""
        Both
        [row=f32[2] [1.0 2.0],
         squares=[f32[2,2]
                  [[1.0 2.0]
                   [2.0 4.0]]]]""", ValueText.of(new Both(row, List.of(square))));
  }

  @Test
  void arraysArePrintedAndTheRestAsItPrintsItself() {
    assertEquals("[1.0, 2.0]", ValueText.of(new double[] {1, 2}));
    assertEquals("[[1], [2, 3]]", ValueText.of(new int[][] {{1}, {2, 3}}));
    assertEquals("[a, [1]]", ValueText.of(new Object[] {"a", new long[] {1}}));
    assertEquals("Size[n=1, m=2]", ValueText.of(new Size(1, 2)));
    assertEquals("{a=1}", ValueText.of(Map.of("a", 1)));
    assertEquals("[1, 2]", ValueText.of(List.of(1, 2)));
  }
}
