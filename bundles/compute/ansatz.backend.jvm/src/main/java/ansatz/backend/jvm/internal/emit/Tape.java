package ansatz.backend.jvm.internal.emit;

import ansatz.tensor.DType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one stage of a kernel does to a lane, as instructions that both forms of code have: a list in single assignment,
 * in which no operation stands twice. An operation's number is its value's name.
 */
final class Tape {
  /** What an operation does; comments say what {@link Op#literal} means, 0 where nothing. */
  enum Code {
    /** The bits of a number. */
    CONSTANT,
    /** The element at an access, by its number. */
    LOAD,
    /** To an access, by its number. */
    STORE,
    /** Index along a dimension, by its number. */
    INDEX,
    /** A value of an earlier stage, by the number of its instruction. */
    SCALAR,
    /** Into the fold that is an instruction, by its number. */
    FOLD_SUM, FOLD_MAX, FOLD_MIN,
    /** Arithmetic; remainder and the quotient of integers exist one lane at a time only. */
    ADD, SUB, MUL, DIV, REM, MIN, MAX, FMA, NEG, ABS, SQRT,
    /** Comparisons. */
    LESS, LESS_OR_EQUAL, EQUAL,
    /** Bits, of booleans too. */
    AND, OR, XOR, NOT,
    /** By so many places. */
    SHIFT_LEFT, SHIFT_RIGHT,
    /** By the second argument's low bits. */
    SHIFT_LEFT_BY, SHIFT_RIGHT_BY,
    /** Condition, yes, no. */
    SELECT,
    /** The same bits, or the same number, in another type. */
    BITS, CONVERT,
    /** What is given to a block. */
    PARAMETER,
    /** Condition, usual value, and a block for where the condition holds. */
    RARELY,
    /** The block's value for float64 arguments, rounded. */
    IN_DOUBLE,
    /** The block, for k and values, at most so often; its last result is the condition to go on. */
    ITERATE,
    /** One of the values of an iteration, by its place. */
    RESULT,
    /** Of {@link #table}, by its number. */
    LOOKUP
  }

  /** Operations that do not stand in the list itself. */
  record Block(List<Integer> parameters, List<Integer> code, List<Integer> results) {}

  record Op(Code code, DType type, List<Integer> arguments, long literal, Block block) {}

  private final List<Op> ops = new ArrayList<>();
  private final BitSet exports = new BitSet();
  private final List<double[]> tables = new ArrayList<>();
  private final Deque<Scope> scopes = new ArrayDeque<>();

  private record Scope(List<Integer> parameters, List<Integer> code, Map<Op, Integer> known) {}

  Tape() {
    open();
  }

  Op op(int value) {
    return ops.get(value);
  }

  DType type(int value) {
    return ops.get(value).type;
  }

  /** The operations that are in no block. */
  List<Integer> code() {
    return scopes.getLast().code;
  }

  /** All operations, those in blocks too. */
  List<Op> ops() {
    return ops;
  }

  double[] table(int number) {
    return tables.get(number);
  }

  int add(Code code, DType type, List<Integer> arguments, long literal) {
    Op op = new Op(code, type, List.copyOf(arguments), literal, null);
    if (!hasEffect(code)) {
      for (Scope scope : scopes) {
        if (scope.known.containsKey(op)) {
          return scope.known.get(op);
        }
      }
    }
    if (code == Code.STORE) {
      scopes.forEach(scope -> scope.known.keySet().removeIf(known -> known.code == Code.LOAD));
    }
    int value = append(op);
    if (!hasEffect(code)) {
      scopes.getFirst().known.put(op, value);
    }
    return value;
  }

  int add(Code code, DType type, Integer... arguments) {
    return add(code, type, List.of(arguments), 0);
  }

  int constant(DType type, long bits) {
    return add(Code.CONSTANT, type, List.of(), bits);
  }

  int lookup(DType type, double[] table, int index) {
    int number = 0;
    while (number < tables.size() && tables.get(number) != table) {
      number++;
    }
    if (number == tables.size()) {
      tables.add(table);
    }
    return add(Code.LOOKUP, type, List.of(index), number);
  }

  /** Begins a block. */
  void open() {
    scopes.push(new Scope(new ArrayList<>(), new ArrayList<>(), new HashMap<>()));
  }

  /** A parameter of the block that was begun last. */
  int parameter(DType type) {
    int value = ops.size();
    ops.add(new Op(Code.PARAMETER, type, List.of(), 0, null));
    scopes.getFirst().parameters.add(value);
    return value;
  }

  /** Ends the block that was begun last. */
  Block close(List<Integer> results) {
    Scope scope = scopes.pop();
    return new Block(scope.parameters, scope.code, results);
  }

  /** An operation that has a block. */
  int control(Code code, DType type, List<Integer> arguments, long literal, Block block) {
    return append(new Op(code, type, List.copyOf(arguments), literal, block));
  }

  /** A value is needed after the stage. */
  void export(int value) {
    exports.set(value);
  }

  /** The values that something written, or needed after the stage, depends on. */
  BitSet live() {
    BitSet live = (BitSet) exports.clone();
    for (int value = ops.size() - 1; value >= 0; value--) {
      Op op = ops.get(value);
      if (hasEffect(op.code)) {
        live.set(value);
      }
      if (live.get(value)) {
        op.arguments.forEach(live::set);
        if (op.block != null) {
          op.block.results.forEach(live::set);
        }
      }
    }
    return live;
  }

  /** Operations that a body of code has: those done hardly ever stand elsewhere, those in float64 twice. */
  int size() {
    return size(code(), live());
  }

  private int size(List<Integer> values, BitSet live) {
    int size = 0;
    for (int value : values) {
      Op op = ops.get(value);
      if (live.get(value)) {
        size += switch (op.code) {
          case CONSTANT -> 0;
          case IN_DOUBLE -> 2 * size(op.block.code, live);
          case ITERATE -> 20 + size(op.block.code, live);
          default -> 1;
        };
      }
    }
    return size;
  }

  /** How often each value is used. */
  int[] uses(BitSet live) {
    int[] uses = new int[ops.size()];
    live.stream().mapToObj(ops::get).forEach(op -> {
      op.arguments.forEach(argument -> uses[argument]++);
      if (op.block != null) {
        op.block.results.forEach(result -> uses[result]++);
      }
    });
    return uses;
  }

  static boolean hasEffect(Code code) {
    return switch (code) {
      case STORE, FOLD_SUM, FOLD_MAX, FOLD_MIN -> true;
      default -> false;
    };
  }

  private int append(Op op) {
    ops.add(op);
    scopes.getFirst().code.add(ops.size() - 1);
    return ops.size() - 1;
  }
}
