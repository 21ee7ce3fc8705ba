package ansatz.tensor.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

import ansatz.tensor.DType;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Transforms;
import ansatz.tensor.Values;

/** A stored graph with its inputs and what it has to give: a line of a file. */
record OnnxGraph(JsonNode line) {
  private static final Map<String, DType> TYPES = Map.of("FLOAT", DType.F32, "DOUBLE", DType.F64, "INT32", DType.I32,
      "INT64", DType.I64, "BOOL", DType.BOOL);

  String id() {
    return line.get("id").asText().replaceFirst("^test_", "");
  }

  /** The operators of the nodes. */
  List<String> operators() {
    return nodes().stream().map(node -> node.get("op").asText()).toList();
  }

  /** The element types of inputs and outputs. */
  List<String> types() {
    return Stream.of("inputs", "outputs").flatMap(side -> list(line.get(side))).map(t -> t.get("dtype").asText())
        .distinct().toList();
  }

  private static Stream<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  /** A case of one node is such a node itself. */
  private List<JsonNode> nodes() {
    return line.has("nodes") ? list(line.get("nodes")).toList() : List.of(line);
  }

  private static List<String> names(JsonNode node, String side) {
    return list(node.get(node.has("node_" + side) ? "node_" + side : side)).map(JsonNode::asText).toList();
  }

  /** What the graph has to give, by name. */
  Map<String, Tensor> expected() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    list(line.get("outputs")).forEach(output -> all.put(output.get("name").asText(), tensor(output)));
    return all;
  }

  /** What it gives: all values by name. */
  Map<String, Tensor> values() {
    Map<String, Tensor> values = new HashMap<>();
    for (String side : List.of("initializers", "inputs")) {
      list(line.get(side)).forEach(given -> values.put(given.get("name").asText(), tensor(given)));
    }
    run(nodes().size(), values, List.of());
    return values;
  }

  /** Adds the results of the first nodes, but for those whose values are fixed. */
  private void run(int count, Map<String, Tensor> values, List<String> fixed) {
    for (int k = 0; k < count; k++) {
      JsonNode node = nodes().get(k);
      List<Tensor> inputs = new ArrayList<>();
      names(node, "inputs").forEach(name -> inputs.add(name.isEmpty() ? null : values.get(name)));
      List<String> outputs = names(node, "outputs");
      List<Tensor> results = apply(k, node, inputs, outputs, values);
      for (int i = 0; i < outputs.size(); i++) {
        if (!outputs.get(i).isEmpty() && !fixed.contains(outputs.get(i))) {
          values.put(outputs.get(i), results.get(i));
        }
      }
    }
  }

  private List<Tensor> apply(int number, JsonNode node, List<Tensor> inputs, List<String> outputs,
      Map<String, Tensor> values) {
    String op = node.get("op").asText();
    JsonNode attributes = node.get("attrs");
    if (op.equals("Constant")) {
      return List.of(tensor(attributes.get("value")));
    }
    if (op.equals("Gradient")) {
      List<String> xs = list(attributes.get("xs")).map(JsonNode::asText).toList();
      return Transforms.gradients(arguments -> {
        Map<String, Tensor> moved = new HashMap<>(values);
        IntStream.range(0, xs.size()).forEach(i -> moved.put(xs.get(i), arguments.get(i)));
        run(number, moved, xs);
        return List.of(moved.get(attributes.get("y").asText()));
      }).apply(inputs);
    }
    int opset = line.get("opset").path("").asInt(Integer.MAX_VALUE);
    return OnnxOperators.of(op).apply(new OnnxNode(op, opset, attributes, inputs, outputs));
  }

  private static Tensor tensor(JsonNode stored) {
    JsonNode data = stored.get("data");
    DType dtype = TYPES.get(stored.path("dtype").asText(stored.path("tensor").asText()));
    int[] extents = list(stored.get("shape")).mapToInt(JsonNode::asInt).toArray();
    Values values = Values.zeros(new TensorType(dtype, Shape.of(extents)));
    for (int i = 0; i < values.size(); i++) {
      if (dtype.isFloat()) {
        values.set(i, data.get(i).isTextual() ? Double.parseDouble(data.get(i).asText()) : data.get(i).asDouble());
      } else {
        values.setLong(i, data.get(i).asLong());
      }
    }
    return Tensor.of(values);
  }
}
