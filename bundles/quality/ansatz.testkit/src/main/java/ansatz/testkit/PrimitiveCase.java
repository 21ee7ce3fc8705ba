package ansatz.testkit;

import ansatz.tensor.DType;
import ansatz.tensor.Function;
import ansatz.tensor.Program;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A function around a primitive: a program that backends are tried with, and whose derivatives and batches are proven.
 *
 * @param operands a word for each, as in {@code "x[5,n] i[n]"}: x has the element type that is tried, i are numbers of
 *   rows of which some do not exist, b are booleans; n is the extent that is tried, m the same but at least 1
 * @param types the element types of x, as letters: f f32 and f64, i i32 and i64, b bool
 * @param rounding the most that a result may be off, in units of the last place of the greatest one; 0 where all bits
 *   have to be the same
 * @param modes in which it has derivatives with respect to its float operands
 */
record PrimitiveCase(String name, String operands, String types, double rounding, Function function,
    Proofs.Modes modes) {
  private static final Pattern WORD = Pattern.compile("([xib])\\[([mn0-9,]*)]");

  /** With derivatives of any order in both modes. */
  PrimitiveCase(String name, String operands, String types, double rounding, Function function) {
    this(name, operands, types, rounding, function, Proofs.Modes.BOTH);
  }

  /** The same with derivatives in these modes only. */
  PrimitiveCase in(Proofs.Modes others) {
    return new PrimitiveCase(name, operands, types, rounding, function, others);
  }

  List<DType> dtypes() {
    return Arrays.stream(DType.values())
        .filter(d -> types.indexOf(d.isFloat() ? 'f' : d.isInteger() ? 'i' : 'b') >= 0).toList();
  }

  List<TensorType> operandTypes(DType dtype, int n) {
    Matcher words = WORD.matcher(operands);
    return words.results().map(word -> TensorType.of(switch (word.group(1)) {
      case "x" -> dtype;
      case "i" -> DType.I32;
      default -> DType.BOOL;
    }, Arrays.stream(word.group(2).split(",")).filter(extent -> !extent.isEmpty())
        .mapToInt(extent -> extent(extent, n)).toArray())).toList();
  }

  private static int extent(String word, int n) {
    return switch (word) {
      case "n" -> n;
      case "m" -> Math.max(1, n);
      default -> Integer.parseInt(word);
    };
  }

  Program program(DType dtype, int n) {
    return Program.trace(function, operandTypes(dtype, n));
  }

  /** Random operands: floating numbers of [-1,1), whole ones of -2, ..., 9. */
  static List<Values> operands(Program program, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return program.inputTypes().stream().map(type -> {
      Values values = Values.zeros(type);
      for (int i = 0; i < values.size(); i++) {
        switch (type.dtype()) {
          case F32, F64 -> values.set(i, random.nextDouble(-1, 1));
          case I32, I64 -> values.setLong(i, random.nextInt(-2, 10));
          case BOOL -> values.setLong(i, random.nextInt(2));
        }
      }
      return values;
    }).toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
