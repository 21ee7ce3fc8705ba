package ansatz.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Conv;
import ansatz.tensor.primitive.Pad;
import ansatz.tensor.primitive.Window;
import ansatz.tensor.primitive.WindowArgmax;
import ansatz.tensor.primitive.WindowSum;

/** Dilation and padding, negative too, are what padding the operand itself would give. */
class WindowTest {
  private static final Axes NONE = Axes.of(0, 0);
  private static final Axes ONE = Axes.of(1, 1);
  private int drawn;

  private Tensor x(int... extents) {
    return Sample.normal(Key.of(4).fold(drawn++), DType.F64, extents).eval();
  }

  @Test
  void windowsOverADilatedBaseAreWindowsOverOneWithZerosBetween() {
    Tensor x = x(2, 4, 5);
    Axes low = Axes.of(2, -3);
    Axes high = Axes.of(-1, 1);
    Window window = new Window(Axes.of(2, 3), Axes.of(1, 2), Axes.of(3, 2), Axes.of(2, 1), low, high);
    Tensor padded = Node.apply(new Pad(low.insert(0, 0), high.insert(0, 0), Axes.of(0, 2, 1)), x,
        Tensor.scalar(DType.F64, 0));
    Window plain = new Window(Axes.of(2, 3), Axes.of(1, 2), ONE, Axes.of(2, 1), NONE, NONE);
    assertArrayEquals(WindowSum.of(padded, plain).values().doubles(), WindowSum.of(x, window).values().doubles());
  }

  @Test
  void convolutionsOverADilatedInputAreConvolutionsOverOneWithZerosBetween() {
    Tensor x = x(1, 1, 2, 4, 5);
    Tensor w = x(1, 3, 2, 2, 2);
    Axes low = Axes.of(-2, 1);
    Axes high = Axes.of(1, -1);
    Conv conv = new Conv(Axes.of(2, 1), Axes.of(1, 3), Axes.of(1, 2), low, high, true);
    Tensor padded = Node.apply(new Pad(low.insert(0, 0).insert(0, 0).insert(0, 0),
        high.insert(0, 0).insert(0, 0).insert(0, 0), Axes.of(0, 0, 0, 0, 2)), x, Tensor.scalar(DType.F64, 0));
    Conv plain = new Conv(Axes.of(2, 1), ONE, Axes.of(1, 2), NONE, NONE, false);
    assertArrayEquals(plain.of(padded, w.flip(3, 4)).values().doubles(), conv.of(x, w).values().doubles(), 1e-15);
  }

  @Test
  void theFirstGreatestUnderAWindowIsNamedAndPaddingDoesNotCount() {
    Tensor x = Tensor.of(new double[] {-1, -1, -5, Double.NaN, 3, 2}, 2, 3);
    int[] index = WindowArgmax.of(x, Window.of(new int[] {2, 2}, new int[] {2, 1}, new int[] {1, 1}, new int[] {3, 0}))
        .values().ints();
    assertArrayEquals(new int[] {0, 0, 1, 3, 3, 4, -1, -1, -1}, index);
  }

  @Test
  void emptyTensorsAndNoWindows() {
    assertEquals(Shape.of(0, 2), WindowSum.of(x(0, 3), Window.of(new int[] {2}, new int[] {1}, new int[1], new int[1]))
        .eval().shape());
    assertEquals(Shape.of(2, 0), WindowSum.of(x(2, 3), Window.of(new int[] {4}, new int[] {1}, new int[1], new int[1]))
        .eval().shape());
    assertEquals(Shape.of(0, 1, 2, 1, 1),
        new Conv(ONE, ONE, ONE, NONE, NONE, false).of(x(0, 1, 3, 2, 2), x(1, 2, 3, 2, 2)).eval().shape());
  }

  @Test
  void whatDoesNotFitIsNamed() {
    var e = assertThrows(IllegalArgumentException.class,
        () -> Convolutions.plain().conv(x(1, 3, 4, 4), x(2, 4, 3, 3)));
    assertTrue(e.getMessage().contains("[1,1,3,4,4]") && e.getMessage().contains("[1,2,4,3,3]"), e.getMessage());
  }
}
