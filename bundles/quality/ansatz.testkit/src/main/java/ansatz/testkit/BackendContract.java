package ansatz.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.linalg.LinearAlgebra;
import ansatz.tensor.Backend;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Function;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Program;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Binary;
import ansatz.tensor.primitive.Dot;
import ansatz.tensor.primitive.Unary;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What a {@link Backend} computes: each primitive's own plain loops, over any extents and layouts and for values at the
 * edge. {@link BackendConductContract} has the rest: memory, errors, repetition.
 */
public abstract class BackendContract {
  private static final int[] EXTENTS = {0, 1, 7, 31, 1009};

  protected abstract Backend backend();

  /** Where factorisations come from while the backend is tried. */
  protected abstract LinearAlgebra linearAlgebra();

  @Test
  void B1_everyPrimitiveHasACase() throws IOException, URISyntaxException {
    Set<Class<?>> tried = new HashSet<>();
    PrimitiveCases.all().forEach(one -> primitives(one.program(one.dtypes().getFirst(), 7), tried));
    List<String> missing = primitives().stream().filter(primitive -> !tried.contains(primitive))
        .map(Class::getSimpleName).toList();
    assertEquals(List.of("Parameter"), missing, "PrimitiveCases has no line for these");
  }

  private static void primitives(Program program, Set<Class<?>> found) {
    for (Node node : program.nodes()) {
      found.add(node.primitive() instanceof Enum<?> one ? one.getDeclaringClass() : node.primitive().getClass());
      node.primitive().bodies().forEach(body -> primitives(body, found));
    }
  }

  /** The primitives in the bundle of tensors. */
  private static List<Class<?>> primitives() throws IOException, URISyntaxException {
    URI home = Primitive.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    String folder = Dot.class.getPackageName().replace('.', '/');
    if (Files.isDirectory(Path.of(home))) {
      return primitives(Path.of(home).resolve(folder));
    }
    try (FileSystem jar = FileSystems.newFileSystem(Path.of(home))) {
      return primitives(jar.getPath(folder));
    }
  }

  private static List<Class<?>> primitives(Path folder) throws IOException {
    List<Class<?>> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        String name = file.getFileName().toString();
        if (name.endsWith(".class") && !name.contains("$") && !name.startsWith("package-info")) {
          Class<?> type = load(Dot.class.getPackageName() + "." + name.substring(0, name.length() - 6));
          if (Primitive.class.isAssignableFrom(type) && !type.isInterface()) {
            found.add(type);
          }
        }
      }
    }
    return found;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, Dot.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> B2_primitivesAreTheirPlainLoopsForAnyExtent() {
    return tests(PrimitiveCases.all(), (one, dtype) -> {
      for (int n : one.operands().contains("n") || one.operands().contains("m") ? EXTENTS : new int[] {1}) {
        Program program = one.program(dtype, n);
        agrees(one + " of " + dtype + ", n = " + n, program, PrimitiveCase.operands(program, n), one.rounding());
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> B3_derivedOperationsAreTheirPlainLoops() {
    return tests(DerivedCases.all(), (one, dtype) -> {
      Program program = one.program(dtype, 7);
      agrees(one + " of " + dtype, program, PrimitiveCase.operands(program, 1), one.rounding());
    });
  }

  /** What is tried for a case and an element type. */
  private interface Trial {
    void of(PrimitiveCase one, DType dtype);
  }

  private static Stream<DynamicTest> tests(List<PrimitiveCase> cases, Trial trial) {
    return cases.stream().flatMap(one -> one.dtypes().stream()
        .map(dtype -> DynamicTest.dynamicTest(one + " " + dtype, () -> trial.of(one, dtype))));
  }

  /** Operands that no copy was made of: rows or columns that repeat, turned, every second element, backwards. */
  private static final Map<String, UnaryOperator<Tensor>> VIEWS = new TreeMap<>(Map.of(
      "rows repeat", x -> x.slice("0:1, 0:17").broadcast(Shape.of(13, 17)),
      "columns repeat", x -> x.slice("0:13, 0:1").broadcast(Shape.of(13, 17)),
      "transposed", x -> x.slice("0:17, 0:13").transpose(),
      "strided", x -> x.slice("::3, 1::2").slice("0:13, 0:17"),
      "backwards", x -> x.slice("0:13, 0:17").flip(0, 1),
      "reshaped", x -> x.slice("0:17, 0:13").reshape(13, 17)));

  @TestFactory
  Stream<DynamicTest> B4_operandsMayBeViews() {
    List<PrimitiveCase> cases = new ArrayList<>(PrimitiveCases.elementwise().stream()
        .filter(one -> Set.of("add", "max", "pow", "tanh", "lt", "select").contains(one.name())).toList());
    cases.add(new PrimitiveCase("dot", "x[] x[]", "f", 64, in -> List.of(in.get(0).matmul(in.get(1).transpose()))));
    cases.add(new PrimitiveCase("sums", "x[]", "f", 64, in -> List.of(in.get(0).sum(0), in.get(0).sum(1))));
    cases.add(new PrimitiveCase("argmax, cumsum", "x[]", "f", 64,
        in -> List.of(in.get(0).argmax(0), in.get(0).cumsum(1))));
    return tests(cases, (one, dtype) -> VIEWS.forEach((name, view) -> {
      List<TensorType> types = one.operandTypes(dtype, 1).stream().map(t -> TensorType.of(t.dtype(), 40, 36)).toList();
      for (boolean first : new boolean[] {true, false}) {
        Function f = in -> one.function().apply(IntStream.range(0, in.size())
            .mapToObj(i -> i == 0 == first ? view.apply(in.get(i)) : in.get(i).slice("0:13, 0:17")).toList());
        Program program = Program.trace(f, types);
        agrees(one + " of " + dtype + ", " + name, program, PrimitiveCase.operands(program, 5), one.rounding());
      }
    }));
  }

  private static final double[] EDGES = {0, -0.0, 1, -1, 0.5, -0.5, 2, -3, 1e-3, 88.8, -104, 710, -746, 1e6, -1e18,
    Float.MIN_VALUE, -Float.MIN_NORMAL / 3, Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE, Double.MIN_VALUE,
    -Double.MIN_NORMAL / 3, Double.MIN_NORMAL, Double.MAX_VALUE, -Double.MAX_VALUE, Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY, Double.NaN, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x1p63, -0x1p63, 31, 32, 64};

  @TestFactory
  Stream<DynamicTest> B5_valuesAtTheEdge() {
    return tests(PrimitiveCases.elementwise().stream().filter(one -> !one.name().startsWith("igamma")).toList(),
        (one, dtype) -> {
          int m = EDGES.length;
          List<TensorType> types = one.operandTypes(dtype, 1).stream().map(t -> TensorType.of(t.dtype(), m * m))
              .toList();
          List<Values> operands = new ArrayList<>();
          for (TensorType type : types) {
            Values values = Values.zeros(type);
            for (int i = 0; i < m * m; i++) {
              double edge = EDGES[operands.size() == types.size() - 1 ? i % m : i / m];
              values.set(i, type.dtype() == DType.BOOL ? i % 2 : edge);
            }
            operands.add(values);
          }
          agrees(one + " of " + dtype, Program.trace(one.function(), types), operands, -one.rounding());
        });
  }

  @Test
  void B6_sumsAndProductsPassOnNanAndInfinity() {
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      Program program = Program.trace(in -> List.of(in.get(0).sum(1), in.get(0).sum(0), in.get(0).max(1),
          in.get(0).min(0), in.get(0).matmul(in.get(0).transpose()), in.get(0).cumsum(1), in.get(0).softmax(1),
          in.get(0).logsumexp(0)), TensorType.of(dtype, 6, 37));
      Values x = PrimitiveCase.operands(program, 1).getFirst();
      double[] edges = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0,
        dtype == DType.F32 ? Float.MIN_VALUE : Double.MIN_VALUE};
      for (int row = 0; row < edges.length; row++) {
        x.set(row * 37 + 5 * row, edges[row]);
      }
      agrees(dtype + " with values at the edge", program, List.of(x), 64);
    }
  }

  /** Of one operand: the exact function, the bounds of arguments. */
  private record Exact(Unary function, UnaryOperator<BigDecimal> exact, double least, double most) {}

  private static final List<Exact> EXACT = List.of(
      new Exact(Unary.EXP, ExactFunctions::exp, -80, 80), new Exact(Unary.EXPM1, ExactFunctions::expm1, -5, 5),
      new Exact(Unary.LOG, ExactFunctions::log, 1e-6, 30), new Exact(Unary.LOG1P, ExactFunctions::log1p, -0.9, 5),
      new Exact(Unary.SIN, ExactFunctions::sin, -20, 20), new Exact(Unary.COS, ExactFunctions::cos, -20, 20),
      new Exact(Unary.TAN, ExactFunctions::tan, -20, 20), new Exact(Unary.ASIN, ExactFunctions::asin, -1, 1),
      new Exact(Unary.ACOS, ExactFunctions::acos, -1, 1), new Exact(Unary.TANH, ExactFunctions::tanh, -8, 8),
      new Exact(Unary.ERF, ExactFunctions::erf, -3, 3));

  private static final Map<Binary, BinaryOperator<BigDecimal>> EXACT_OF_TWO = Map.of(Binary.POW, ExactFunctions::pow,
      Binary.ATAN2, ExactFunctions::atan2);

  @TestFactory
  Stream<DynamicTest> B7_elementaryFunctionsAreAccurate() {
    SplittableRandom random = new SplittableRandom(11);
    return Stream.of(DType.F32, DType.F64).flatMap(dtype -> Stream.concat(
        EXACT.stream().map(one -> DynamicTest.dynamicTest(one.function.symbol() + " " + dtype, () -> {
          Values x = uniform(dtype, one.least, one.most, random);
          accurate(dtype, one.function, List.of(x), i -> one.exact.apply(new BigDecimal(x.get(i))));
        })),
        EXACT_OF_TWO.entrySet().stream().map(one -> DynamicTest.dynamicTest(one.getKey().symbol() + " " + dtype, () -> {
          Values a = uniform(dtype, 0.01, 9, random);
          Values b = uniform(dtype, -9, 9, random);
          accurate(dtype, one.getKey(), List.of(a, b),
              i -> one.getValue().apply(new BigDecimal(a.get(i)), new BigDecimal(b.get(i))));
        }))));
  }

  private static Values uniform(DType dtype, double least, double most, SplittableRandom random) {
    Values x = Values.zeros(TensorType.of(dtype, 300));
    for (int i = 0; i < x.size(); i++) {
      x.set(i, random.nextDouble(least, most) * (i % 3 == 0 ? 1e-3 : 1) + (i % 3 == 0 ? Math.max(0, least) : 0));
    }
    return x;
  }

  private void accurate(DType dtype, Primitive f, List<Values> operands, IntFunction<BigDecimal> at) {
    Program program = Program.trace(in -> Node.of(f, in).results(), operands.stream().map(Values::type).toList());
    Values y = run(program, operands).getFirst();
    double worst = 0;
    for (int i = 0; i < y.size(); i++) {
      BigDecimal exact = at.apply(i);
      double ulp = dtype == DType.F32 ? Math.ulp(exact.floatValue()) : Math.ulp(exact.doubleValue());
      worst = Math.max(worst, exact.subtract(new BigDecimal(y.get(i))).abs().doubleValue() / ulp);
    }
    double allowed = dtype == DType.F32 ? 4 : 2;
    assertTrue(worst <= allowed, f.symbol() + " of " + dtype + " is off by " + worst + " ulp, allowed " + allowed);
  }

  /** Simplification knows neutral and absorbing constants; -0, infinity and NaN are where it goes wrong. */
  @Test
  void B8_constantOperandsChangeNothing() {
    for (DType dtype : List.of(DType.F32, DType.F64, DType.I32, DType.I64)) {
      for (double constant : new double[] {0, -0.0, 1, -1, 2, dtype.isFloat() ? 0.5 : 3}) {
        Program program = Program.trace(in -> {
          Tensor x = in.getFirst();
          Tensor c = Tensor.scalar(dtype, constant);
          return List.of(x.add(c), c.add(x), x.sub(c), c.sub(x), x.mul(c), c.mul(x), x.div(c), c.div(x), x.max(c),
              c.min(x), x.sub(x), x.neg().neg());
        }, TensorType.of(dtype, EDGES.length));
        Values x = Values.zeros(TensorType.of(dtype, EDGES.length));
        for (int i = 0; i < EDGES.length; i++) {
          x.set(i, EDGES[i]);
        }
        agrees(dtype + " with the constant " + constant, program, List.of(x), 0);
      }
    }
  }

  private CompileOptions options() {
    return CompileOptions.DEFAULT.withLinearAlgebra(linearAlgebra()).withHostFunction("same", in -> in);
  }

  private List<Values> run(Program program, List<Values> operands) {
    try (Executable executable = backend().compile(program, options())) {
      return executable.run(operands);
    }
  }

  /** Holds a run against the interpreter; a negative rounding is in units of each result's own last place. */
  private void agrees(String what, Program program, List<Values> operands, double rounding) {
    List<Values> expected = new Interpreter(linearAlgebra(), Map.of("same", in -> in)).run(program, operands);
    List<Values> results = run(program, operands);
    for (int i = 0; i < expected.size(); i++) {
      Values result = results.get(i);
      assertEquals(expected.get(i).type(), result.type(), what);
      double scale = 1;
      for (int k = 0; k < expected.get(i).size(); k++) {
        double magnitude = Math.abs(expected.get(i).get(k));
        scale = magnitude < 1e30 ? Math.max(scale, magnitude) : scale;
      }
      for (int k = 0; k < expected.get(i).size(); k++) {
        int at = k;
        double wanted = expected.get(i).get(k);
        double unit = ulp(expected.get(i).type().dtype(), rounding < 0 ? wanted : scale);
        assertTrue(same(expected.get(i), result, k, Math.abs(rounding) * unit),
            () -> what + ": element " + at + " is " + result.get(at) + " instead of " + wanted + ", from "
                + operands + "\n" + program);
      }
    }
  }

  private static double ulp(DType dtype, double scale) {
    return dtype == DType.F32 ? Math.ulp((float) scale) : dtype == DType.F64 ? Math.ulp(scale) : 0;
  }

  private static boolean same(Values expected, Values result, int k, double allowed) {
    if (!expected.type().dtype().isFloat()) {
      return expected.getLong(k) == result.getLong(k);
    }
    double wanted = expected.get(k);
    double got = result.get(k);
    return Double.compare(wanted, got) == 0 || allowed > 0 && (wanted == got || Math.abs(wanted - got) <= allowed);
  }
}
