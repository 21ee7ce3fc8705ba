package ansatz.tensor;

/** The type of the elements of a tensor. */
public enum DType {
  F32(4), F64(8), I32(4), I64(8), BOOL(1);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** The bytes of one element. */
  public int bytes() {
    return bytes;
  }

  public boolean isFloat() {
    return this == F32 || this == F64;
  }

  public boolean isInteger() {
    return this == I32 || this == I64;
  }

  /** Whether a number is one of this type but for rounding: whole numbers have no fraction, booleans are 0 and 1. */
  public boolean holds(double value) {
    return switch (this) {
      case F32, F64 -> true;
      case I32 -> (int) value == value;
      case I64 -> (long) value == value && value != 0x1p63; // which is cast to 2^63 - 1
      case BOOL -> value == 0 || value == 1;
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
