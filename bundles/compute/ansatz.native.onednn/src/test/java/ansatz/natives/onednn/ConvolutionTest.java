package ansatz.natives.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Every direction against the definition in plain loops, in the library's layouts and in row-major ones. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ConvolutionTest {
  private final Tensors tensors = new Tensors(2);

  @Test
  void everyDirectionIsTheDefinition() {
    check(ConvolutionShape.square(2, 32, 48, 14, 14, 3, 1, 1));
    check(ConvolutionShape.square(3, 1, 6, 28, 28, 5, 1, 2));
    check(ConvolutionShape.square(2, 6, 16, 14, 13, 5, 2, 0));
    check(ConvolutionShape.square(1, 16, 16, 1, 1, 1, 1, 0));
    check(shape(2, 1, 17, 5, List.of(23), List.of(4), 3, 2, 1, 4));
    check(shape(2, 4, 3, 5, List.of(9, 7), List.of(3, 2), 1, 2, 2, 0));
    check(shape(2, 16, 1, 1, List.of(9, 9), List.of(3, 3), 2, 1, 1, 0));
    check(shape(1, 1, 3, 20, List.of(5, 6, 7), List.of(2, 3, 1), 1, 1, 0, 1));
  }

  @Test
  void randomShapesToo() {
    for (int round = 0; round < 40; round++) {
      int rank = 1 + tensors.below(3);
      List<Integer> size = new ArrayList<>();
      List<Integer> kernel = new ArrayList<>();
      for (int i = 0; i < rank; i++) {
        size.add(5 + tensors.below(rank == 3 ? 3 : 9));
        kernel.add(1 + tensors.below(3));
      }
      check(shape(1 + tensors.below(4), 1 + tensors.below(3), 1 + tensors.below(20), 1 + tensors.below(20), size,
          kernel, 1 + tensors.below(3), 1 + tensors.below(2), tensors.below(3), tensors.below(3)));
    }
  }

  private static ConvolutionShape shape(int batch, int groups, int inputs, int outputs, List<Integer> size,
      List<Integer> kernel, int stride, int dilation, int padLow, int padHigh) {
    int rank = size.size();
    return new ConvolutionShape(batch, groups, inputs, outputs, size, kernel, Collections.nCopies(rank, stride),
        Collections.nCopies(rank, dilation), Collections.nCopies(rank, padLow), Collections.nCopies(rank, padHigh));
  }

  private void check(ConvolutionShape shape) {
    float[] x = tensors.random(shape.x());
    float[] w = tensors.random(shape.w());
    float[] y = tensors.random(shape.y());
    float[] bias = tensors.random(shape.groups() * shape.outputs());
    Definition definition = new Definition(shape, x, w, y);
    double[] forwardY = definition.forward();
    double[] reluY = definition.reluForward(bias);
    double[] dataX = definition.backwardData();
    double[] weightsW = definition.backwardWeights();
    boolean[] layouts = {true, false};
    for (boolean any : layouts) {
      Layout lx = any ? Layout.any(shape.x()) : Layout.of(shape.x());
      Layout lw = any ? Layout.any(shape.w()) : Layout.of(shape.w());
      Layout ly = any ? Layout.any(shape.y()) : Layout.of(shape.y());
      try (Convolution forward = Convolution.forward(shape, lx, lw, ly, Epilogue.NONE);
          Convolution relu = Convolution.forward(shape, lx, lw, ly, new Epilogue(true, true, true));
          Convolution data = Convolution.backwardData(shape, lx, lw, ly);
          Convolution weights = Convolution.backwardWeights(shape, lx, lw, ly)) {
        assertSame(forward, forwardY, run(forward, x, w, y));
        assertSame(relu, reluY, run(relu, x, w, y, bias));
        assertSame(data, dataX, run(data, x, w, y));
        assertSame(weights, weightsW, run(weights, x, w, y));
      }
    }
  }

  private static void assertSame(Convolution convolution, double[] expected, float[] actual) {
    double[] wide = new double[actual.length];
    double scale = 1;
    for (int i = 0; i < actual.length; i++) {
      wide[i] = actual[i];
      scale = Math.max(scale, Math.abs(expected[i]));
    }
    assertArrayEquals(expected, wide, 3e-6 * scale, convolution::toString);
  }

  private static float[] run(Convolution convolution, float[] x, float[] w, float[] y, float... bias) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment sx = Tensors.in(arena, convolution.x(), x);
      MemorySegment sw = Tensors.in(arena, convolution.w(), w);
      MemorySegment sy = Tensors.in(arena, convolution.y(), y);
      MemorySegment scratchpad = Tensors.allocate(arena, convolution.scratchpadBytes());
      if (bias.length > 0) {
        convolution.execute(sx, 0, sw, 0, Tensors.segment(arena, bias), 0, sy, 0, scratchpad, 0);
      } else {
        convolution.execute(sx, 0, sw, 0, sy, 0, scratchpad, 0);
      }
      return switch (convolution.direction()) {
        case FORWARD -> Tensors.out(arena, convolution.y(), sy);
        case BACKWARD_DATA -> Tensors.out(arena, convolution.x(), sx);
        case BACKWARD_WEIGHTS -> Tensors.out(arena, convolution.w(), sw);
      };
    }
  }

  @Test
  void theLayoutOfALayerIsThatOfTheNext() {
    ConvolutionShape first = ConvolutionShape.square(32, 3, 32, 32, 32, 3, 1, 1);
    ConvolutionShape second = ConvolutionShape.square(32, 32, 32, 32, 32, 3, 1, 1);
    try (Convolution one = forward(first); Convolution two = forward(second)) {
      assertEquals(one.y(), two.x());
      assertTrue(one.y().isDense(), one.y().toString());
      assertEquals(4L * 32 * 32 * 32 * 32, one.y().bytes());
    }
  }

  private static Convolution forward(ConvolutionShape shape) {
    return Convolution.forward(shape, Layout.any(shape.x()), Layout.any(shape.w()), Layout.any(shape.y()),
        Epilogue.NONE);
  }

  @Test
  void namesWhatDoesNotFit() {
    ConvolutionShape shape = ConvolutionShape.square(2, 3, 4, 8, 8, 3, 1, 1);
    Layout w = Layout.any(shape.w());
    Layout y = Layout.any(shape.y());
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
        () -> Convolution.forward(shape, Layout.any(2, 5, 8, 8), w, y, Epilogue.NONE));
    assertTrue(e.getMessage().startsWith("oneDNN refuses convolution f32[2,5,8,8] any * f32[4,3,3,3] any"),
        e.getMessage());
    e = assertThrows(IllegalArgumentException.class, () -> ConvolutionShape.square(2, 3, 4, 8, 8, 9, 1, 0));
    assertEquals("kernel [9, 9] at dilation [1, 1] is longer than size [8, 8] with padding [0, 0] and [0, 0]",
        e.getMessage());
    e = assertThrows(IllegalArgumentException.class, () -> ConvolutionShape.square(2, 3, 4, 8, 8, 3, 0, 1));
    assertEquals("stride is [0, 0]: needed are 2 numbers of at least 1", e.getMessage());
  }

  /** The sum over all n, g, k, o, c, r of the definition, with spatial dimensions filled up to three. */
  private record Definition(ConvolutionShape shape, float[] x, float[] w, float[] y) {
    private interface Term {
      void add(int x, int w, int y);
    }

    double[] forward() {
      double[] result = new double[y.length];
      sum((ix, iw, iy) -> result[iy] += (double) x[ix] * w[iw]);
      return result;
    }

    double[] reluForward(float[] bias) {
      double[] result = forward();
      int channels = shape.groups() * shape.outputs();
      int area = y.length / (shape.batch() * channels);
      for (int i = 0; i < y.length; i++) {
        result[i] = Math.max(0, result[i] + bias[i / area % channels] + y[i]);
      }
      return result;
    }

    double[] backwardData() {
      double[] result = new double[x.length];
      sum((ix, iw, iy) -> result[ix] += (double) y[iy] * w[iw]);
      return result;
    }

    double[] backwardWeights() {
      double[] result = new double[w.length];
      sum((ix, iw, iy) -> result[iw] += (double) y[iy] * x[ix]);
      return result;
    }

    private void sum(Term term) {
      int[] size = three(shape.size());
      int[] kernel = three(shape.kernel());
      int[] out = three(shape.outputSize());
      int[][] places = places(size, kernel, out);
      for (int n = 0; n < shape.batch(); n++) {
        for (int g = 0; g < shape.groups(); g++) {
          for (int k = 0; k < shape.outputs(); k++) {
            for (int c = 0; c < shape.inputs(); c++) {
              int x0 = ((n * shape.groups() + g) * shape.inputs() + c) * size[0] * size[1] * size[2];
              int w0 = ((g * shape.outputs() + k) * shape.inputs() + c) * kernel[0] * kernel[1] * kernel[2];
              int y0 = ((n * shape.groups() + g) * shape.outputs() + k) * out[0] * out[1] * out[2];
              for (int[] place : places) {
                term.add(x0 + place[0], w0 + place[1], y0 + place[2]);
              }
            }
          }
        }
      }
    }

    /** Which element of x meets which of w in which of y, for one pair of channels. */
    private int[][] places(int[] size, int[] kernel, int[] out) {
      List<int[]> places = new ArrayList<>(List.of(new int[3]));
      for (int axis = 0; axis < 3; axis++) {
        int spatial = axis - 3 + shape.size().size();
        int stride = spatial < 0 ? 1 : shape.stride().get(spatial);
        int dilation = spatial < 0 ? 1 : shape.dilation().get(spatial);
        int pad = spatial < 0 ? 0 : shape.padLow().get(spatial);
        List<int[]> longer = new ArrayList<>();
        for (int[] place : places) {
          for (int o = 0; o < out[axis]; o++) {
            for (int r = 0; r < kernel[axis]; r++) {
              int s = o * stride + r * dilation - pad;
              if (s >= 0 && s < size[axis]) {
                longer.add(new int[] {place[0] * size[axis] + s, place[1] * kernel[axis] + r,
                  place[2] * out[axis] + o});
              }
            }
          }
        }
        places = longer;
      }
      return places.toArray(int[][]::new);
    }

    private static int[] three(List<Integer> values) {
      int[] three = {1, 1, 1};
      for (int i = 0; i < values.size(); i++) {
        three[3 - values.size() + i] = values.get(i);
      }
      return three;
    }
  }
}
