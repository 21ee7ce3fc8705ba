package ansatz.tensor.primitive;

import java.util.ArrayList;
import java.util.List;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** Any number of tensors one behind the other along an axis. */
public record Concat(int axis) implements Primitive {
  public static Tensor of(int axis, List<Tensor> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("concat needs a tensor");
    }
    return parts.size() == 1
        ? parts.getFirst()
        : Node.of(new Concat(parts.getFirst().shape().axis(axis)), parts).result(0);
  }

  @Override
  public String parameters() {
    return Integer.toString(axis);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType first = operands.getFirst();
    int along = 0;
    for (TensorType part : operands) {
      if (part.dtype() != first.dtype() || part.rank() != first.rank()
          || !part.shape().without(axis).equals(first.shape().without(axis))) {
        throw new IllegalArgumentException("parts may differ along axis " + axis + " only, " + first + " and " + part);
      }
      along += part.shape().extent(axis);
    }
    return List.of(first.with(first.shape().with(axis, along)));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values y = Values.zeros(results.getFirst());
    int rows = 1;
    for (int i = 0; i < axis; i++) {
      rows *= y.shape().extent(i);
    }
    int length = rows == 0 ? 0 : y.size() / rows;
    int start = 0;
    for (Values part : operands) {
      int run = rows == 0 ? 0 : part.size() / rows;
      for (int row = 0; row < rows; row++) {
        y.copy(part, row * run, row * length + start, run);
      }
      start += run;
    }
    return List.of(y);
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    List<Tensor> parts = new ArrayList<>();
    for (int i = 0; i < tangents.size(); i++) {
      parts.add(tangents.get(i) == null ? Tensor.zeros(node.operand(i).type()) : tangents.get(i));
    }
    return List.of(of(axis, parts));
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    int start = node.operands().subList(0, operand).stream().mapToInt(part -> part.shape().extent(axis)).sum();
    return Slice.of(cotangents.getFirst(), axis, start, start + node.operand(operand).shape().extent(axis));
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    return List.of(of(axis + 1, Elementwise.together(operands, mapped, size)));
  }

  @Override
  public long flops(Node node) {
    return 0;
  }
}
