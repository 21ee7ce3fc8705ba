package ansatz.tensor.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;

import ansatz.tensor.DType;
import ansatz.tensor.Tensor;

/**
 * A node of an ONNX graph as an operator sees it.
 *
 * @param inputs null where an optional one is absent
 * @param outputs the names of the outputs, empty where an optional one is not asked for
 * @param opset the version of the operators' definitions
 */
record OnnxNode(String op, int opset, JsonNode attributes, List<Tensor> inputs, List<String> outputs) {
  Tensor x() {
    return in(0);
  }

  Tensor in(int i) {
    return has(i) ? inputs.get(i) : null;
  }

  boolean has(int i) {
    return i < inputs.size() && inputs.get(i) != null;
  }

  boolean hasAttribute(String name) {
    return attributes.has(name);
  }

  double real(String name, double otherwise) {
    return attributes.path(name).asDouble(otherwise);
  }

  int integer(String name, int otherwise) {
    return attributes.path(name).asInt(otherwise);
  }

  boolean flag(String name, boolean otherwise) {
    return integer(name, otherwise ? 1 : 0) != 0;
  }

  String text(String name, String otherwise) {
    return attributes.path(name).asText(otherwise);
  }

  /** A list of whole numbers; null where the node has no such attribute. */
  int[] integers(String name) {
    return attributes.has(name)
        ? IntStream.range(0, attributes.get(name).size()).map(i -> attributes.get(name).get(i).asInt()).toArray()
        : null;
  }

  int[] integers(String name, int repeated, int count) {
    int[] given = integers(name);
    return given != null ? given : IntStream.range(0, count).map(_ -> repeated).toArray();
  }

  /** The whole numbers that an input consists of: shapes, axes and the like have to be known. */
  int[] numbers(int input) {
    int[] numbers = new int[Math.toIntExact(in(input).type().size())];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Math.clamp(in(input).values().getLong(i), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    return numbers;
  }

  /** The same from the input, or, as in old operator sets, from the attribute; null where there is neither. */
  int[] numbers(int input, String attribute) {
    return has(input) ? numbers(input) : integers(attribute);
  }

  /** The one number of an input or an attribute, or what it is without either. */
  int number(int input, String attribute, int otherwise) {
    return has(input) ? numbers(input)[0] : integer(attribute, otherwise);
  }

  Tensor scalar(double value) {
    return Tensor.scalar(x().dtype(), value);
  }

  /** Inputs in so many equally long groups, for operators of the kind x1, x2, ..., g1, g2, ... */
  List<List<Tensor>> groups(int first, int count) {
    int length = (inputs.size() - first) / count;
    List<List<Tensor>> groups = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      groups.add(inputs.subList(first + i * length, first + (i + 1) * length));
    }
    return groups;
  }

  static Tensor wrapped(Tensor index, int n) {
    Tensor wide = index.to(DType.I64);
    return wide.lt(0).select(wide.add(n), wide).to(DType.I32);
  }
}
