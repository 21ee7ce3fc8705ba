package ansatz.natives.onednn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The extents of a convolution of one to three spatial dimensions.
 *
 * $$ y[n,g,k,o] = \sum_{c,r} x[n,g,c,\; o \cdot s + r \cdot d - p]\, w[g,k,c,r] $$
 *
 * <p>Shapes: x [N,G·C,S...], w [G,K,C,R...] (for one group [K,C,R...]), y [N,G·K,O...], with
 * O = ⌊(S + p + q − (R−1) d − 1) / s⌋ + 1.
 *
 * @param batch N
 * @param groups G
 * @param inputs C, channels of x in one group
 * @param outputs K, channels of y in one group
 * @param size S, extent of x along each spatial dimension
 * @param kernel R
 * @param stride s, at least 1
 * @param dilation d, distance of the taps of the kernel, 1 when they are neighbours
 * @param padLow p, zeros before x
 * @param padHigh q, zeros behind x
 */
public record ConvolutionShape(int batch, int groups, int inputs, int outputs, List<Integer> size, List<Integer> kernel,
    List<Integer> stride, List<Integer> dilation, List<Integer> padLow, List<Integer> padHigh) {
  /** @throws IllegalArgumentException that names the extent which does not fit */
  public ConvolutionShape {
    size = List.copyOf(size);
    kernel = List.copyOf(kernel);
    stride = List.copyOf(stride);
    dilation = List.copyOf(dilation);
    padLow = List.copyOf(padLow);
    padHigh = List.copyOf(padHigh);
    require("size", size, size.size(), 1);
    require("kernel", kernel, size.size(), 1);
    require("stride", stride, size.size(), 1);
    require("dilation", dilation, size.size(), 1);
    require("padLow", padLow, size.size(), 0);
    require("padHigh", padHigh, size.size(), 0);
    require("batch, groups, inputs, outputs", List.of(batch, groups, inputs, outputs), 4, 1);
    if (size.isEmpty() || size.size() > 3) {
      throw new IllegalArgumentException("size " + size + ": 1 to 3 spatial dimensions are possible");
    }
    for (int i = 0; i < size.size(); i++) {
      if (size.get(i) + padLow.get(i) + padHigh.get(i) < (kernel.get(i) - 1) * dilation.get(i) + 1) {
        throw new IllegalArgumentException("kernel " + kernel + " at dilation " + dilation + " is longer than size "
            + size + " with padding " + padLow + " and " + padHigh);
      }
    }
  }

  private static void require(String name, List<Integer> values, int count, int min) {
    if (values.size() != count || values.stream().anyMatch(value -> value < min)) {
      throw new IllegalArgumentException(
          name + " is " + values + ": needed are " + count + " numbers of at least " + min);
    }
  }

  /** One group, two spatial dimensions, the same kernel, stride and padding along both, no dilation. */
  public static ConvolutionShape square(int batch, int inputs, int outputs, int height, int width, int kernel,
      int stride, int pad) {
    return new ConvolutionShape(batch, 1, inputs, outputs, List.of(height, width), both(kernel), both(stride), both(1),
        both(pad), both(pad));
  }

  private static List<Integer> both(int value) {
    return Collections.nCopies(2, value);
  }

  /** O, the extent of y along each spatial dimension. */
  public List<Integer> outputSize() {
    List<Integer> output = new ArrayList<>();
    for (int i = 0; i < size.size(); i++) {
      int span = (kernel.get(i) - 1) * dilation.get(i) + 1;
      output.add((size.get(i) + padLow.get(i) + padHigh.get(i) - span) / stride.get(i) + 1);
    }
    return List.copyOf(output);
  }

  /** [N,G·C,S...] */
  public long[] x() {
    return concat(List.of(batch, groups * inputs), size);
  }

  /** [G,K,C,R...], or [K,C,R...] for one group. */
  public long[] w() {
    return concat(groups == 1 ? List.of(outputs, inputs) : List.of(groups, outputs, inputs), kernel);
  }

  /** [N,G·K,O...] */
  public long[] y() {
    return concat(List.of(batch, groups * outputs), outputSize());
  }

  /** Multiplications and additions of one convolution, those with the zeros around x included. */
  public double flops() {
    double products = 2.0 * batch * groups * inputs * outputs;
    for (int i = 0; i < size.size(); i++) {
      products *= (double) kernel.get(i) * outputSize().get(i);
    }
    return products;
  }

  private static long[] concat(List<Integer> first, List<Integer> second) {
    List<Integer> all = new ArrayList<>(first);
    all.addAll(second);
    return all.stream().mapToLong(Integer::longValue).toArray();
  }
}
