package ansatz.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ValuesTest {
  @Test
  void tensorsShowTheirValues() {
    assertEquals("f64[] 0.5", Tensor.scalar(DType.F64, 0.5).toString());
    assertEquals("i32[3] [ 1 -2 10]", Tensor.of(new int[] {1, -2, 10}).toString());
    assertEquals("bool[2] [ true false]", Tensor.of(new boolean[] {true, false}).toString());
    assertEquals("f32[2,2]\n[[     0.1      2.0]\n [-1.0E-10      NaN]]",
        Tensor.of(new float[] {0.1f, 2, -1e-10f, Float.NaN}, 2, 2).toString());
    assertEquals("f64[0] []", Tensor.of(new double[0]).toString());
  }

  @Test
  void largeOnesShowTheirEnds() {
    String text = Tensor.arange(DType.I64, 4000).reshape(40, 100).eval().toString();
    assertEquals(8, text.lines().count());
    assertTrue(text.contains("[[   0    1    2 ...   97   98   99]\n [ 100"), text);
    assertTrue(text.endsWith("3997 3998 3999]]"), text);
  }

  @Test
  void whatHasNotRunSaysWhatItIs() {
    String text = Tensor.of(new double[] {1, 2}).exp().toString();
    assertTrue(text.startsWith("f64[2] = exp"), text);
  }
}
