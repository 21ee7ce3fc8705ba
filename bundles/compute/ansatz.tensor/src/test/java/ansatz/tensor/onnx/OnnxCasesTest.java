package ansatz.tensor.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.ObjectMapper;

import ansatz.tensor.Interpreter;
import ansatz.tensor.PlainLinearAlgebra;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.Values;

/**
 * The stored cases of ONNX's operators and PyTorch's graphs, computed by tensors. Each test prints a table: operator,
 * cases, passed, not applicable; what is not applicable stands in {@code not-applicable.txt} with the reason.
 */
class OnnxCasesTest {
  private static final double TOLERANCE = 1e-5;
  /** Stored with four digits. */
  private static final Set<String> ROUNDED = Set.of("averagepool_2d_ceil_last_window_starts_on_pad");

  /** A line of the list of what is not applicable. */
  private record NotApplicable(String kind, String name, String reason) {
    static NotApplicable of(String line) {
      String[] words = line.split("\\s+", 3);
      return new NotApplicable(words[0], words[1], words[2]);
    }

    boolean covers(OnnxGraph graph) {
      return switch (kind) {
        case "type" -> graph.types().contains(name);
        case "op" -> graph.operators().contains(name);
        case "case" -> graph.id().equals(name);
        default -> throw new IllegalArgumentException(kind + " is none of type, op, case");
      };
    }
  }

  /** How many cases of an operator there are and what became of them. */
  private static final class Count {
    private int cases;
    private int passed;
    private int notApplicable;

    void add(Count other) {
      cases += other.cases;
      passed += other.passed;
      notApplicable += other.notApplicable;
    }

    @Override
    public String toString() {
      return "%5d cases %5d passed%s".formatted(cases, passed,
          notApplicable == 0 ? "" : " %4d not applicable".formatted(notApplicable));
    }
  }

  private final Interpreter interpreter = new Interpreter(PlainLinearAlgebra.PLAIN);

  @Test
  void nodeCases() throws IOException {
    compare("node-cases.jsonl.gz", 856);
  }

  @Test
  void pytorchGraphs() throws IOException {
    compare("pytorch-graphs.jsonl.gz", 134);
  }

  private void compare(String name, int size) throws IOException {
    String shared = System.getProperty("ansatz.shared.data", "");
    Path file = Path.of(shared, "onnx-tests", name);
    assumeTrue(!shared.isEmpty() && Files.exists(file), "no stored cases: " + file + " is absent");
    List<NotApplicable> list = notApplicable();
    Map<String, Count> table = new TreeMap<>();
    Map<String, Integer> reasons = new TreeMap<>();
    List<String> failures = new ArrayList<>();
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(
        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      ObjectMapper json = new ObjectMapper();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        OnnxGraph graph = new OnnxGraph(json.readTree(line));
        Count count = table.computeIfAbsent(graph.operators().getLast(), _ -> new Count());
        count.cases++;
        Optional<NotApplicable> reason = list.stream().filter(one -> one.covers(graph)).findFirst();
        if (reason.isPresent()) {
          count.notApplicable++;
          reasons.merge(reason.get().kind() + " " + reason.get().name() + ": " + reason.get().reason(), 1,
              Integer::sum);
        } else {
          String failure = difference(graph);
          count.passed += failure.isEmpty() ? 1 : 0;
          if (!failure.isEmpty()) {
            failures.add(graph.operators() + " " + graph.id() + ": " + failure);
          }
        }
      }
    }
    Count total = new Count();
    table.values().forEach(total::add);
    table.forEach((operator, count) -> System.out.println("%-28s%s".formatted(operator, count)));
    System.out.println("%-28s%s".formatted(name.replace(".jsonl.gz", ""), total));
    reasons.forEach((reason, count) -> System.out.println("%5d not applicable, %s".formatted(count, reason)));
    assertEquals(size, total.cases);
    assertTrue(failures.isEmpty(), failures.size() + " failed:\n" + String.join("\n", failures));
    assertTrue(total.notApplicable <= 0.2 * total.cases, "more than a fifth is not applicable");
  }

  private static List<NotApplicable> notApplicable() throws IOException {
    try (var in = OnnxCasesTest.class.getResourceAsStream("not-applicable.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
          .filter(line -> !line.startsWith("#")).map(NotApplicable::of).toList();
    }
  }

  /** How what the graph gives differs from what it has to; empty where it does not. */
  private String difference(OnnxGraph graph) {
    try {
      Map<String, Tensor> values = graph.values();
      for (Map.Entry<String, Tensor> output : graph.expected().entrySet()) {
        Program program = Program.of(List.of(), List.of(values.get(output.getKey())));
        String difference = difference(output.getValue().values(), interpreter.run(program, List.of()).getFirst(),
            ROUNDED.contains(graph.id()) ? 5e-5 : TOLERANCE);
        if (!difference.isEmpty()) {
          return output.getKey() + difference;
        }
      }
      return "";
    } catch (RuntimeException e) {
      return e + " at " + e.getStackTrace()[0];
    }
  }

  private static String difference(Values expected, Values result, double tolerance) {
    if (!expected.type().equals(result.type())) {
      return " is " + result.type() + " instead of " + expected.type();
    }
    for (int i = 0; i < expected.size(); i++) {
      double wanted = expected.get(i);
      double got = result.get(i);
      if (Double.compare(wanted, got) != 0 && !(Math.abs(wanted - got) <= tolerance * (1 + Math.abs(wanted)))) {
        return "[" + i + "] is " + got + " instead of " + wanted;
      }
    }
    return "";
  }
}
