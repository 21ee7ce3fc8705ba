package ansatz.itest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What every command but {@code run} answers, and the exact words of every refusal. */
class CommandLineIT {
  private static final String SHIPPED = "config/experiments/";
  private static final String ESCAPE = "\u001b";
  private static final Set<String> KINDS = Set.of("array-format", "backend", "command", "estimator", "linalg",
      "metric", "procedure", "report", "run-store", "sample", "table-reader", "transform");

  @TempDir
  static Path folder;

  private static Workbench bench;
  private static Console console;

  /** Two runs that differ in one parameter. */
  @BeforeAll
  static void run() throws Exception {
    bench = new Workbench(folder.resolve("home"));
    for (String k : List.of("3", "4")) {
      Workbench.Result run = bench.ansatz("run", SHIPPED + "iris-mixture.yaml", "model.k-means.k=" + k);
      assertEquals(0, run.code(), run.err());
    }
    console = new Console(bench);
  }

  @AfterAll
  static void end() {
    console.close();
  }

  @Test
  void everyServiceIsListedByKindWithBundleAndVersion() throws IOException {
    Workbench.Result text = console.ansatz("list");
    assertEquals(0, text.code(), text.err());
    Set<String> kinds = new TreeSet<>();
    for (JsonNode part : json("list")) {
      kinds.add(part.get("kind").asText());
      assertTrue(part.get("version").asText().matches("\\d+\\.\\d+\\.\\d+.*"), part.toString());
      String origin = "\n  " + part.get("bundle").asText() + " " + part.get("version").asText() + "\n";
      assertTrue(text.out().contains(origin), origin);
      assertTrue(text.out().contains("\n    " + part.get("name").asText()), part.toString());
    }
    assertEquals(new TreeSet<>(KINDS), kinds);
    kinds.forEach(kind -> assertTrue(("\n" + text.out()).contains("\n" + kind + " ("), kind));
  }

  @Test
  void aPartIsDescribedByItsEquationShapesBoundsAndSource() {
    Workbench.Result ridge = console.ansatz("describe", "ridge");
    assertEquals(0, ridge.code(), ridge.err());
    assertTrue(ridge.out().startsWith("ridge  estimator for regression  ansatz.regression 1."), ridge.out());
    for (String line : List.of("    ŵ = arg min_w Σₙ (yₙ - wᵀ xₙ - b)² + λ ‖w‖² = (Xᵀ X + λ I_D)⁻¹ Xᵀ y",
        "\nshapes  x [N,D], y [N], w [D], b scalar.\n", "\ncost    N D^2 + D^3/3 flops",
        "\nparameter  type     default  bounds    meaning\n", "\nlambda     number   1        [0, inf)  penalty",
        "\ncite    Hoerl, A. E. and Kennard, R. W. (1970): Ridge regression",
        "https://doi.org/10.1080/00401706.1970.10488634 [eq. (2.1)]\n")) {
      assertTrue(ridge.out().contains(line), line + " is not in\n" + ridge.out());
    }
  }

  /** One line on stderr, exit 2, nothing on stdout, no run; every fifth one in a process of its own. */
  @Test
  void badInputIsNamedAndChangesNothing() throws Exception {
    Workbench empty = new Workbench(folder.resolve("untouched"));
    String file = write("table.yaml", """
        name: table
        data: {file: table.csv, target: y}
        fit: {models: {ols: {}}}
        metrics: [rmse]
        """);
    String table = write("table.csv", "a,b,y\n1,2,3\n4,5\n7,8,9\n");
    String open = write("open.csv", "a,y\n1,2\n3,\"4\n");
    String twice = write("twice.yaml",
        "name: twice\nseed: 1\ndata: {sample: iris}\nseed: 2\nfit: {models: {knn: {}}}\n");
    String diabetes = SHIPPED + "diabetes.yaml";
    Map<List<String>, String> cases = new LinkedHashMap<>();
    cases.put(List.of("run", diabetes, "model.lambda=-1"),
        "fit.models.ridge.lambda = -1 is less than the minimum 0   (ansatz.regression 1.0.0 → ansatz describe ridge)");
    cases.put(List.of("run", diabetes, "model.knn.k=many"),
        "fit.models.knn.k = 'many' is not an integer   (ansatz.regression 1.0.0 → ansatz describe knn)");
    cases.put(List.of("run", diabetes, "+fit.models.ridg={}"),
        "fit.models.ridg: no estimator 'ridg' — did you mean 'ridge'? (ansatz list estimator)");
    cases.put(List.of("run", diabetes, "fit.modles=1"),
        diabetes + ": unknown key 'modles' — did you mean 'models'? (in fit) (ansatz schema)");
    cases.put(List.of("run", diabetes, "metrics=[accuracy]"),
        "metrics: 'accuracy' judges classification, this is regression — remove it, or leave out 'metrics' for all that fit");
    cases.put(List.of("run", diabetes, "lambda"), "override 'lambda' is not understood — write key=value to set, "
        + "+key=value to add, ~key to remove");
    cases.put(List.of("run", SHIPPED + "diabets.yaml"),
        SHIPPED + "diabets.yaml: no such file — did you mean '" + diabetes + "'?");
    cases.put(List.of("run", twice),
        twice + ":4: key 'seed' stands twice in the same map — remove or rename one of them");
    cases.put(List.of("run", file), "data.file: " + table + ":3: 2 fields, the header has 3");
    cases.put(List.of("run", file, "data.file=" + open), "data.file: " + open + ":3: ");
    cases.put(List.of("run", file, "data.file=" + folder.resolve("tabel.csv")),
        "data.file: " + folder.resolve("tabel.csv") + ": no such file — did you mean '" + table + "'?");
    cases.put(List.of("describe", "ridg"), "describe: unknown part 'ridg' — did you mean 'ridge'? (ansatz list)");
    cases.put(List.of("list", "estimater"), "list: unknown kind 'estimater' — did you mean 'estimator'?");
    cases.put(List.of("show", "@last"), "no run @last: this home has 0 (ansatz runs)");
    cases.put(List.of("runn"), "ansatz: unknown command 'runn', did you mean 'run'? — ansatz --help");
    cases.put(List.of("list", "--jsn"),
        "ansatz list: unknown option '--jsn', did you mean '--json'? — ansatz list --help");
    cases.put(List.of("run"), "ansatz run: missing required parameter: 'FILE' — ansatz run --help");
    List<Executable> checks = new ArrayList<>();
    for (Together.Answer answer : answers(empty, cases.keySet())) {
      Workbench.Result result = answer.result();
      String expected = "error " + cases.get(answer.words());
      checks.add(() -> assertEquals(expected, result.err().strip().substring(0,
          Math.min(expected.length(), result.err().strip().length())), answer.words().toString()));
      checks.add(() -> assertEquals(expected.endsWith(": ") ? 1 : 0,
          result.err().strip().length() > expected.length() ? 1 : 0, result.err()));
      checks.add(() -> assertEquals(1, result.err().lines().count(), result.err()));
      checks.add(() -> assertEquals("", result.out(), answer.words().toString()));
      checks.add(() -> assertEquals(2, result.code(), answer.words().toString()));
    }
    assertAll(checks);
    assertFalse(Files.exists(empty.home().resolve("runs")), "a folder for runs was made");
    assertEquals("[ ]", empty.ansatz("runs", "--json").out().strip());
  }

  private static List<Together.Answer> answers(Workbench bench, Set<List<String>> commands) throws Exception {
    List<Together.Answer> answers = new ArrayList<>();
    try (Console inside = new Console(bench)) {
      for (List<String> words : commands) {
        String[] typed = words.toArray(String[]::new);
        answers.add(new Together.Answer(words,
            answers.size() % 5 == 0 ? bench.ansatz(typed) : inside.ansatz(typed)));
      }
    }
    return answers;
  }

  @Test
  void everyReadCommandAnswersInJson() throws IOException {
    Map<List<String>, String> pointers = new LinkedHashMap<>();
    pointers.put(List.of("list"), "/0/bundle");
    pointers.put(List.of("describe", "ridge"), "/parameters/0/bounds");
    pointers.put(List.of("schema"), "/properties/fit");
    pointers.put(List.of("schema", "ridge"), "/properties/lambda/minimum");
    pointers.put(List.of("runs"), "/1/headline");
    pointers.put(List.of("show", "@last"), "/result/models/2/metrics/adjusted-rand/mean");
    pointers.put(List.of("compare", "@last2", "@last"), "/config/fit.models.k-means.k/1");
    pointers.put(List.of("report", "@last"), "/0");
    pointers.put(List.of("why", "@last"), "/ledger/0/sha256");
    pointers.put(List.of("cite", "@last"), "/0/title");
    pointers.put(List.of("data", "list"), "/0/fingerprint");
    pointers.put(List.of("data", "show", "iris"), "/columns/4/levels/2");
    pointers.put(List.of("data", "verify", "@last"), "/same");
    pointers.put(List.of("doctor"), "/0/finding");
    StringBuilder line = new StringBuilder();
    pointers.keySet().forEach(words -> line.append(String.join(" ", words)).append(" --json; "));
    Workbench.Result result = bench.ansatz("shell", "-c", line.toString());
    assertEquals(0, result.code(), result.err());
    List<JsonNode> answers = documents(result.out());
    assertEquals(pointers.size(), answers.size());
    Iterator<JsonNode> each = answers.iterator();
    assertAll(pointers.entrySet().stream().map(entry -> {
      JsonNode answer = each.next();
      return () -> assertFalse(answer.at(entry.getValue()).isMissingNode(),
          entry.getKey() + " has no " + entry.getValue());
    }));
  }

  @Test
  void readCommandsAnswerInPlainText() {
    Workbench.Result result = bench.ansatz("shell", "-c", """
        runs; show @last; compare @last2 @last; report @last; why @last; cite @last; data list; data show iris; \
        data verify @last; doctor; list metric; describe knn""".replace("\\\n", ""));
    assertEquals(0, result.code(), result.err());
    for (String words : List.of("gaussian-mixture leads on iris: Adjusted Rand 0.9",
        "\nexperiment    iris-mixture from ",
        "\nfit.models.k-means.k ", "/report.html\n", "\nmodel.k-means ", "Dempster, A. P.", "\nbreast-cancer ",
        "setosa, versicolor, virginica", "✓ unchanged ", "linalg openblas", "adjusted-rand", "p_c(x) = ")) {
      assertTrue(result.out().contains(words), words + " is not in\n" + result.out());
    }
    assertFalse((result.out() + result.err()).contains(ESCAPE), "colours, yet nobody looks at a terminal");
  }

  @Test
  void theSchemaAcceptsTheShippedExperimentsAndRejectsWhatRunRefuses() throws IOException {
    Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(console.ansatz("schema").out());
    int files = 0;
    try (Stream<Path> experiments = Files.list(Workbench.root().resolve(SHIPPED))) {
      for (Path file : experiments.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        assertEquals(List.of(), schema.validate(Files.readString(file), InputFormat.YAML), file.toString());
        files++;
      }
    }
    assertTrue(files >= 3, files + " experiments");
    String diabetes = Files.readString(Workbench.root().resolve(SHIPPED + "diabetes.yaml"));
    for (String wrong : List.of("{lambda: -1}", "{lamda: 1}", "{use: ridg}")) {
      assertNotEquals(List.of(), schema.validate(diabetes.replace("{lambda: 10}", wrong), InputFormat.YAML), wrong);
    }
    assertNotEquals(List.of(), schema.validate(diabetes.replace("fit:", "fits:"), InputFormat.YAML));
  }

  @Test
  void aShellCompletesRunsAndParts() {
    Workbench.Result result = bench.run(
        Map.of("PATH", Workbench.root().resolve("launcher") + ":" + System.getenv("PATH")),
        List.of("bash", "-euc", """
            ansatz completion bash > "$ANSATZ_HOME/completion"
            bash -n "$ANSATZ_HOME/completion"
            source "$ANSATZ_HOME/completion"
            COMP_WORDS=(ansatz describe rid) COMP_CWORD=2
            _ansatz
            echo "${COMPREPLY[@]}"
            COMP_WORDS=(ansatz d) COMP_CWORD=1
            _ansatz
            echo "${COMPREPLY[@]}"
            """));
    assertEquals(0, result.code(), result.err());
    assertEquals("ridge\ndata describe doctor\n", result.out());
  }

  @Test
  void theShellEndsWithTheCodeOfTheCommandThatFailed() {
    Workbench.Result result = bench.ansatz("shell", "-c", "describe ridg; runs");
    assertEquals(2, result.code());
    assertEquals("error describe: unknown part 'ridg' — did you mean 'ridge'? (ansatz list)\n", result.err());
    assertEquals("", result.out());
  }

  /** {@code script} gives the command a terminal. */
  @Test
  void coloursAreForTerminalsThatWantThem() {
    assertTrue(bench.ansatz("list", "metric", "--color=always").out().contains(ESCAPE));
    List<String> onTerminal = List.of("script", "-qec", Workbench.root().resolve("launcher/ansatz") + " list metric",
        "/dev/null");
    assertTrue(bench.run(Map.of("TERM", "xterm"), onTerminal).out().contains(ESCAPE));
    for (Map<String, String> plain : List.of(Map.of("TERM", "xterm", "NO_COLOR", "1"), Map.of("TERM", "dumb"))) {
      Workbench.Result result = bench.run(plain, onTerminal);
      assertTrue(result.out().contains("accuracy"), result.out());
      assertFalse(result.out().contains(ESCAPE), plain.toString());
    }
  }

  @Test
  void helpIsFast() {
    bench.ansatz("--help");
    long begin = System.nanoTime();
    Workbench.Result help = bench.ansatz("--help");
    System.out.printf("ansatz --help, warm: %.2f s%n", (System.nanoTime() - begin) * 1e-9);
    assertEquals(0, help.code());
    assertTrue(help.out().contains("Commands:") && help.out().contains("Exit codes:"), help.out());
  }

  private static List<JsonNode> documents(String text) throws IOException {
    List<JsonNode> documents = new ArrayList<>();
    ObjectMapper mapper = new ObjectMapper();
    try (JsonParser parser = mapper.createParser(text)) {
      for (JsonNode each = mapper.readTree(parser); each != null; each = mapper.readTree(parser)) {
        documents.add(each);
      }
    }
    return documents;
  }

  private static JsonNode json(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(words));
    command.add("--json");
    return new ObjectMapper().readTree(console.ansatz(command.toArray(String[]::new)).out());
  }

  private static String write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }
}
