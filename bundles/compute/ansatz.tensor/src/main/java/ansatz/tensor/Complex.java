package ansatz.tensor;

import java.util.List;
import java.util.function.UnaryOperator;

import ansatz.tensor.primitive.Fft;

/**
 * Complex numbers as a pair of real tensors of one type.
 *
 * <p>Shapes: both parts have the same; operands broadcast.
 *
 * <p>Cost: a product is four real ones; a transform n log n where it is compiled, for any n, in float64 whatever
 * the element type.
 *
 * <p>Errors: parts of other types than each other, or that do not fit, are an {@link IllegalArgumentException} where they
 * meet.
 *
 * <p>Source: of the transforms Cooley and Tukey (1965), An algorithm for the machine calculation of complex Fourier series,
 * and for extents with large prime factors Bluestein (1970), A linear filtering approach.
 */
public record Complex(Tensor re, Tensor im) {
  /** Real numbers. */
  public static Complex of(Tensor re) {
    return new Complex(re, Tensor.zeros(re.type()));
  }

  /** r e^{i phi}. */
  public static Complex polar(Tensor r, Tensor phi) {
    return new Complex(r.mul(phi.cos()), r.mul(phi.sin()));
  }

  public Complex add(Complex other) {
    return new Complex(re.add(other.re), im.add(other.im));
  }

  public Complex sub(Complex other) {
    return new Complex(re.sub(other.re), im.sub(other.im));
  }

  public Complex neg() {
    return new Complex(re.neg(), im.neg());
  }

  public Complex mul(Complex other) {
    return new Complex(re.mul(other.re).sub(im.mul(other.im)), re.mul(other.im).add(im.mul(other.re)));
  }

  public Complex mul(Tensor real) {
    return new Complex(re.mul(real), im.mul(real));
  }

  public Complex mul(double real) {
    return new Complex(re.mul(real), im.mul(real));
  }

  public Complex div(Complex other) {
    return mul(other.conj()).div(other.absSquared());
  }

  public Complex div(Tensor real) {
    return new Complex(re.div(real), im.div(real));
  }

  public Complex conj() {
    return new Complex(re, im.neg());
  }

  /** |z|^2. */
  public Tensor absSquared() {
    return re.square().add(im.square());
  }

  /** |z|; its derivative at 0 is 0. */
  public Tensor abs() {
    return Tensor.stack(-1, re, im).norm(-1);
  }

  /** The angle in (-pi, pi]. */
  public Tensor arg() {
    return im.atan2(re);
  }

  public Complex exp() {
    return polar(re.exp(), im);
  }

  /** log |z| + i arg z. */
  public Complex log() {
    return new Complex(abs().log(), arg());
  }

  /** The matrix product, over the last axis of this and the last but one of the other. */
  public Complex matmul(Complex other) {
    return new Complex(re.matmul(other.re).sub(im.matmul(other.im)), re.matmul(other.im).add(im.matmul(other.re)));
  }

  /** The same change of shape, or any real linear map, of both parts. */
  public Complex map(UnaryOperator<Tensor> linear) {
    return new Complex(linear.apply(re), linear.apply(im));
  }

  /** The sum over the axes; over all where none is named. */
  public Complex sum(int... axes) {
    return map(part -> part.sum(axes));
  }

  /** y_k = sum_j x_j e^{-2 pi i j k / n} along the last axis. */
  public Complex fft() {
    List<Tensor> y = Fft.of(re, im, false);
    return new Complex(y.get(0), y.get(1));
  }

  /** x_j = 1/n sum_k y_k e^{2 pi i j k / n} along the last axis. */
  public Complex ifft() {
    List<Tensor> x = Fft.of(re, im, true);
    return new Complex(x.get(0), x.get(1)).mul(1.0 / Math.max(1, re.shape().extent(-1)));
  }

  /** The transform along another axis. */
  public Complex fft(int axis) {
    return map(part -> part.moveAxis(axis, -1)).fft().map(part -> part.moveAxis(-1, re.shape().axis(axis)));
  }

  /** The inverse transform along another axis. */
  public Complex ifft(int axis) {
    return map(part -> part.moveAxis(axis, -1)).ifft().map(part -> part.moveAxis(-1, re.shape().axis(axis)));
  }
}
