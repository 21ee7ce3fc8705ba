package ansatz.tensor;

/**
 * The greatest elements along an axis, greatest first, and where they stand.
 *
 * @param index i32, of the shape of the values
 */
public record TopK(Tensor values, Tensor index) {}
