package ansatz.natives.onednn;

/**
 * What a product or a convolution does with its sums before it writes them: y ← f(sum + bias + y), each part or not.
 *
 * @param bias whether a bias is added
 * @param accumulate whether what stands in y is added
 * @param relu whether f(y) = max(y, 0), else f(y) = y
 */
public record Epilogue(boolean bias, boolean accumulate, boolean relu) {
  /** y ← sum */
  public static final Epilogue NONE = new Epilogue(false, false, false);

  /** y ← sum + bias */
  public static final Epilogue BIAS = new Epilogue(true, false, false);

  /** y ← max(sum + bias, 0) */
  public static final Epilogue BIAS_RELU = new Epilogue(true, false, true);

  /** y ← sum + y */
  public static final Epilogue ACCUMULATE = new Epilogue(false, true, false);
}
