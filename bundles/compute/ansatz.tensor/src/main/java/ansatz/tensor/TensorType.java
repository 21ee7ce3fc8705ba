package ansatz.tensor;

/** The element type and the shape of a tensor: all that is known of it before a program runs. */
public record TensorType(DType dtype, Shape shape) {
  public static TensorType of(DType dtype, int... extents) {
    return new TensorType(dtype, Shape.of(extents));
  }

  public int rank() {
    return shape.rank();
  }

  public long size() {
    return shape.size();
  }

  public long bytes() {
    if (size() > Long.MAX_VALUE / dtype.bytes()) {
      throw new Refused(this + " has more bytes than can be counted, 2^63 or more");
    }
    return size() * dtype.bytes();
  }

  public TensorType with(Shape other) {
    return new TensorType(dtype, other);
  }

  public TensorType with(DType other) {
    return new TensorType(other, shape);
  }

  @Override
  public String toString() {
    return dtype + shape.toString();
  }
}
