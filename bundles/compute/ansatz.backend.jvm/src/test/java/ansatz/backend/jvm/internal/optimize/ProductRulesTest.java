package ansatz.backend.jvm.internal.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.tensor.DType;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Program;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Dot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contractions of any axes become products of matrices, of elements or of numbers, with the same sums. */
class ProductRulesTest {
  /** The third numbers axes as a product of matrices does, but has more of them. */
  @ParameterizedTest
  @ValueSource(
      strings = {"bik,bkj->bij", "bki,bkj->bji", "bmkp,bkn->bmpn", "bmkp,bkn->pnbm", "bmkpq,bknr->bmpqnr", "bmk,bk->bm",
        "mk,bkn->bmn", "kbm,nkb->bnm", "m,n->nm", "bmk,bmk->b", "k,k->"})
  void sumsAreTheSame(String equation) {
    for (int k : new int[] {1, 3}) {
      for (int n : new int[] {1, 2}) {
        Tensor a = operand(equation.substring(0, equation.indexOf(',')), k, n);
        Tensor b = operand(equation.substring(equation.indexOf(',') + 1, equation.indexOf('-')), k, n);
        Program program = Program.trace(in -> List.of(in.get(0).einsum(equation, in.get(1))), a.type(), b.type());
        Program simple = Simplifier.simplify(program);
        assertTrue(simple.nodes().stream().allMatch(node -> node.primitive() instanceof Dot dot
            ? dot.equals(ProductRules.MATRICES) && node.operands().stream().allMatch(x -> x.rank() == 3)
            : true), simple::toString);
        List<Values> inputs = List.of(a.values(), b.values());
        Values expected = new Interpreter(null).run(program, inputs).getFirst();
        Values result = new Interpreter(null).run(simple, inputs).getFirst();
        for (int i = 0; i < expected.size(); i++) {
          assertEquals(expected.get(i), result.get(i), 1e-14, equation);
        }
      }
    }
  }

  private static Tensor operand(String axes, int k, int n) {
    List<Integer> extents = new ArrayList<>();
    axes.chars().forEach(axis -> extents.add(axis == 'k' ? k : axis == 'n' ? n : 2 + axis % 3));
    Shape shape = Shape.of(extents.stream().mapToInt(Integer::intValue).toArray());
    Values values = Values.zeros(TensorType.of(DType.F64, shape.extents()));
    for (int i = 0; i < values.size(); i++) {
      values.set(i, Math.sin(i + axes.length()));
    }
    return Tensor.of(values);
  }
}
