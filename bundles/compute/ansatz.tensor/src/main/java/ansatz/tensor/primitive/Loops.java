package ansatz.tensor.primitive;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import ansatz.tensor.Tensor;

/** What while and scan share: marks that spread through the carry until they no longer grow. */
final class Loops {
  private Loops() {}

  /**
   * Marks of the body's inputs, spread through the carry: an input of the carry is marked once the output that becomes
   * it is.
   *
   * @param body from marks of inputs to marks of outputs, of which the carry comes first
   */
  static boolean[] spreading(boolean[] inputs, int constants, int carries, UnaryOperator<boolean[]> body) {
    boolean[] marks = inputs.clone();
    boolean grown = true;
    while (grown) {
      grown = false;
      boolean[] outputs = body.apply(marks);
      for (int i = 0; i < carries; i++) {
        if (outputs[i] && !marks[constants + i]) {
          marks[constants + i] = true;
          grown = true;
        }
      }
    }
    return marks;
  }

  /** Zeros where a tangent is marked but null. */
  static List<Tensor> zeroWhere(List<Tensor> tangents, boolean[] marks, List<Tensor> like) {
    List<Tensor> all = new ArrayList<>();
    for (int i = 0; i < marks.length; i++) {
      all.add(marks[i] && tangents.get(i) == null ? Tensor.zeros(like.get(i).type()) : tangents.get(i));
    }
    return all;
  }

  /** Gives the tensors that are not mapped the mapped axis where marked; null marks all. */
  static List<Tensor> mapWhere(List<Tensor> tensors, boolean[] mapped, boolean[] marks, int size) {
    List<Tensor> all = new ArrayList<>();
    for (int i = 0; i < mapped.length; i++) {
      Tensor x = tensors.get(i);
      all.add(mapped[i] || marks != null && !marks[i] ? x : x.expand(0).broadcast(x.shape().insert(0, size)));
    }
    return all;
  }
}
