package ansatz.testkit;

import ansatz.linalg.LinearAlgebra;
import ansatz.tensor.DType;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Program;
import ansatz.tensor.Session;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Transforms;
import ansatz.tensor.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the rules of a {@link Primitive} promise: derivatives of any order, in both modes, that are those of its plain
 * loops, and a batching rule that is a loop. Proven of each case of {@link PrimitiveCases} and {@link DerivedCases}.
 */
public abstract class PrimitiveContract {
  private static final int EXTENT = 3;
  private static final int ORDER = 3;

  /** Where factorisations come from. */
  protected abstract LinearAlgebra linearAlgebra();

  private Session session() {
    Interpreter interpreter = new Interpreter(linearAlgebra(), Map.of("same", in -> in));
    return tensors -> interpreter.run(Program.of(List.of(), tensors), List.of()).stream().map(Tensor::of).toList();
  }

  private static Stream<PrimitiveCase> cases() {
    return Stream.of(PrimitiveCases.all(), DerivedCases.all()).flatMap(List::stream);
  }

  /** Smooth places: inside the domain of every elementary function, no two elements near each other. */
  private static Tensor[] arguments(PrimitiveCase one) {
    DType dtype = one.dtypes().contains(DType.F64) ? DType.F64 : one.dtypes().getFirst();
    List<Values> operands = PrimitiveCase.operands(one.program(dtype, EXTENT), 1);
    double[] ascending = operands.stream().filter(x -> x.type().dtype().isFloat())
        .flatMapToDouble(x -> Arrays.stream(x.toDoubles())).sorted().toArray();
    for (Values x : operands) {
      for (int i = 0; i < x.size() && x.type().dtype().isFloat(); i++) {
        x.set(i, 0.2 + 0.6 * (Arrays.binarySearch(ascending, x.get(i)) + 0.4) / ascending.length);
      }
    }
    return operands.stream().map(Tensor::of).toArray(Tensor[]::new);
  }

  private Stream<DynamicTest> tests(Stream<PrimitiveCase> cases, Consumer<PrimitiveCase> proof) {
    return cases.map(one -> DynamicTest.dynamicTest(one.name(), () -> session().enter(() -> {
      proof.accept(one);
      return null;
    })));
  }

  @TestFactory
  Stream<DynamicTest> P1_derivativesToThirdOrderAreThoseOfThePlainLoops() {
    return tests(cases().filter(PrimitiveContract::isDifferentiable),
        one -> Proofs.of(one.function(), arguments(one)).tolerance(1e-7).derivatives(ORDER, one.modes()));
  }

  @TestFactory
  Stream<DynamicTest> P2_batchesAreALoop() {
    return tests(cases().filter(one -> !one.name().equals("hostCallback")),
        one -> Proofs.of(one.function(), arguments(one)).batching(
            isDifferentiable(one) && one.modes() != Proofs.Modes.FORWARD));
  }

  /** Whatever the extent of the mapped axis, a batch is as many nodes. */
  @TestFactory
  Stream<DynamicTest> P3_batchesHaveNoMoreNodesWhenTheyAreLarger() {
    return tests(cases().filter(one -> !one.name().equals("hostCallback")), one -> {
      List<TensorType> types = Stream.of(arguments(one)).map(Tensor::type).toList();
      Assertions.assertEquals(nodes(one, types, 2), nodes(one, types, 31));
    });
  }

  private static long nodes(PrimitiveCase one, List<TensorType> types, int size) {
    return Program.trace(Transforms.vmap(one.function()), types.stream()
        .map(type -> type.with(type.shape().insert(0, size))).toList()).nodes().size();
  }

  private static boolean isDifferentiable(PrimitiveCase one) {
    return one.modes() != Proofs.Modes.NONE && one.dtypes().contains(DType.F64)
        && one.program(DType.F64, EXTENT).outputs().stream().anyMatch(y -> y.dtype().isFloat())
        && IntStream.range(0, one.operandTypes(DType.F64, EXTENT).size())
            .anyMatch(i -> one.operandTypes(DType.F64, EXTENT).get(i).dtype().isFloat());
  }
}
