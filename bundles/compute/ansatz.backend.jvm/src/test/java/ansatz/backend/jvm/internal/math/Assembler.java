package ansatz.backend.jvm.internal.math;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/** Makes bytecode of a function: a loop over two arrays, in vectors. */
final class Assembler {
  private static final ClassDesc VECTOR = vector("Vector");
  private static final ClassDesc MASK = vector("VectorMask");
  private static final ClassDesc SPECIES = vector("VectorSpecies");
  private static final ClassDesc OPERATORS = vector("VectorOperators");
  private static final ClassDesc BINARY = vector("VectorOperators$Binary");
  private static final ClassDesc COMPARISON = vector("VectorOperators$Comparison");
  private static final int FIRST = 4;

  private final boolean wide;
  private final ClassDesc floats;
  private final ClassDesc integers;
  private final ClassDesc number;
  private final ClassDesc integer;
  private final CodeBuilder code;

  private Assembler(boolean wide, CodeBuilder code) {
    this.wide = wide;
    this.code = code;
    floats = vector(wide ? "DoubleVector" : "FloatVector");
    integers = vector(wide ? "LongVector" : "IntVector");
    number = wide ? CD_double : CD_float;
    integer = wide ? CD_long : CD_int;
  }

  private static ClassDesc vector(String name) {
    return ClassDesc.of("jdk.incubator.vector." + name);
  }

  /** Code of type (float[], float[]) or (double[], double[]), from the first to the second. */
  static MethodHandle assemble(Lanes.Unary function, boolean wide) throws ReflectiveOperationException {
    List<Assembly.Instruction> instructions = Assembly.of(function, wide);
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    ClassDesc array = (wide ? CD_double : CD_float).arrayType();
    byte[] bytes = ClassFile.of().build(ClassDesc.of(lookup.lookupClass().getPackageName() + ".Assembled"),
        builder -> builder.withMethodBody("run", MethodTypeDesc.of(CD_void, array, array), ClassFile.ACC_STATIC,
            code -> new Assembler(wide, code).loop(instructions)));
    MethodHandles.Lookup hidden = lookup.defineHiddenClass(bytes, true);
    Class<?> type = wide ? double[].class : float[].class;
    return hidden.findStatic(hidden.lookupClass(), "run", MethodType.methodType(void.class, type, type));
  }

  private void loop(List<Assembly.Instruction> instructions) {
    for (int i = 0; i < instructions.size(); i++)
      if (isConstant(instructions.get(i)))
        constant(instructions.get(i), FIRST + i);
    code.iconst_0().istore(2);
    Label again = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(again).iload(2).aload(0).arraylength().if_icmpge(end);
    for (int i = 0; i < instructions.size(); i++)
      if (!isConstant(instructions.get(i)))
        instruction(instructions.get(i), FIRST + i);
    code.iload(2).loadConstant(wide ? VectorDoubleLanes.SPECIES.length() : VectorFloatLanes.SPECIES.length()).iadd()
        .istore(2).goto_(again).labelBinding(end).return_();
  }

  private static boolean isConstant(Assembly.Instruction instruction) {
    return instruction.name().equals("constant") || instruction.name().equals("integer");
  }

  private void constant(Assembly.Instruction instruction, int place) {
    boolean real = instruction.name().equals("constant");
    ClassDesc owner = real ? floats : integers;
    code.getstatic(owner, "SPECIES_PREFERRED", SPECIES);
    double value = Double.longBitsToDouble(instruction.number());
    if (real && wide)
      code.loadConstant(value);
    else if (real)
      code.loadConstant((float) value);
    else if (wide)
      code.loadConstant(instruction.number());
    else
      code.loadConstant((int) instruction.number());
    code.invokestatic(owner, "broadcast", MethodTypeDesc.of(owner, SPECIES, real ? number : integer)).astore(place);
  }

  private void instruction(Assembly.Instruction i, int place) {
    if (i.name().equals("x")) {
      code.getstatic(floats, "SPECIES_PREFERRED", SPECIES).aload(0).iload(2)
          .invokestatic(floats, "fromArray", MethodTypeDesc.of(floats, SPECIES, number.arrayType(), CD_int))
          .astore(place);
      return;
    }
    List<Integer> o = i.operands().stream().map(operand -> FIRST + operand).toList();
    switch (i.name()) {
      case "add", "sub", "mul", "div" -> load(o).invokevirtual(floats, i.name(), MethodTypeDesc.of(floats, VECTOR));
      case "fma" -> load(o).invokevirtual(floats, "fma", MethodTypeDesc.of(floats, VECTOR, VECTOR));
      case "neg", "abs", "sqrt" -> load(o).invokevirtual(floats, i.name(), MethodTypeDesc.of(floats));
      case "less" -> compare("LT", o);
      case "lessOrEqual" -> compare("LE", o);
      case "equal" -> compare("EQ", o);
      case "both" -> load(o).invokevirtual(MASK, "and", MethodTypeDesc.of(MASK, MASK));
      case "either" -> load(o).invokevirtual(MASK, "or", MethodTypeDesc.of(MASK, MASK));
      case "not" -> load(o).invokevirtual(MASK, "not", MethodTypeDesc.of(MASK));
      case "select" -> code.aload(o.get(2)).aload(o.get(1)).aload(o.get(0)).invokevirtual(floats, "blend",
          MethodTypeDesc.of(floats, VECTOR, MASK));
      case "bits" -> load(o).invokevirtual(floats, "viewAsIntegralLanes", MethodTypeDesc.of(integers));
      case "fromBits" -> load(o).invokevirtual(integers, wide ? "reinterpretAsDoubles" : "reinterpretAsFloats",
          MethodTypeDesc.of(floats));
      case "plus" -> load(o).invokevirtual(integers, "add", MethodTypeDesc.of(integers, VECTOR));
      case "minus" -> load(o).invokevirtual(integers, "sub", MethodTypeDesc.of(integers, VECTOR));
      case "and" -> binary("AND", o);
      case "or" -> binary("OR", o);
      case "xor" -> binary("XOR", o);
      case "shiftLeft" -> shift("LSHL", o.get(0), i.number());
      case "shiftRight" -> shift("LSHR", o.get(0), i.number());
      case "never" -> never(o.get(0));
      case "result" -> code.aload(o.get(0)).aload(1).iload(2).invokevirtual(floats, "intoArray",
          MethodTypeDesc.of(CD_void, number.arrayType(), CD_int));
      default -> throw new IllegalStateException(i.name());
    }
    if (!List.of("never", "result").contains(i.name()))
      code.storeLocal(TypeKind.REFERENCE, place);
  }

  private CodeBuilder load(List<Integer> places) {
    places.forEach(code::aload);
    return code;
  }

  private void compare(String operator, List<Integer> o) {
    code.aload(o.get(0)).getstatic(OPERATORS, operator, COMPARISON).aload(o.get(1)).invokevirtual(floats, "compare",
        MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
  }

  private void binary(String operator, List<Integer> o) {
    ClassDesc type = vector("VectorOperators$Associative");
    code.aload(o.get(0)).getstatic(OPERATORS, operator, type).aload(o.get(1)).invokevirtual(integers, "lanewise",
        MethodTypeDesc.of(integers, BINARY, VECTOR));
  }

  private void shift(String operator, int place, long by) {
    code.aload(place).getstatic(OPERATORS, operator, BINARY);
    if (wide)
      code.loadConstant(by);
    else
      code.loadConstant((int) by);
    code.invokevirtual(integers, "lanewise", MethodTypeDesc.of(integers, BINARY, integer));
  }

  private void never(int place) {
    Label fine = code.newLabel();
    ClassDesc exception = ClassDesc.of("java.lang.IllegalStateException");
    code.aload(place).invokevirtual(MASK, "anyTrue", MethodTypeDesc.of(CD_boolean)).ifeq(fine);
    code.new_(exception).dup().invokespecial(exception, "<init>", MethodTypeDesc.of(CD_void)).athrow();
    code.labelBinding(fine);
  }
}
