package ansatz.itest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * A study goes on while every animal of the zoo tries to get in: at the door, in the shadow, and in the run itself. It
 * ends with the numbers of one that was left alone.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ZooIT {
  private static final String SLOT = "model.descent";
  private static final String MOODY = "zoo.descent@1.0.2";

  /** In each of the two folds. */
  private static final int STEPS = 10_000;

  @TempDir
  static Path folder;

  private static Workshop workshop;
  private static Workbench bench;
  private static Path hurry;
  private static Path mood;
  private static Study study;
  private static Console console;

  @BeforeAll
  static void start() throws Exception {
    workshop = new Workshop(folder.resolve("workshop"));
    bench = ZooHome.copy(folder.resolve("home"));
    hurry = folder.resolve("hurry");
    mood = folder.resolve("mood");
    study = Study.start(bench,
        Workbench.options("-Dzoo.hurry=" + hurry + " -Dansatz.hang.millis=8000 -Dansatz.shadow.millis=8000"), "run",
        ZooHome.experiment(folder), "model.steps=" + STEPS, "model.pause=20");
    console = new Console(bench);
  }

  @AfterAll
  static void end() {
    study.close();
    console.close();
  }

  @Test
  @Order(1)
  void theyAreRefusedAtTheDoor() throws Exception {
    Map<Path, String> cases = new LinkedHashMap<>();
    cases.put(Animal.INCOMPATIBLE.jar(workshop), "ansatz.learn");
    cases.put(Animal.THROWS_IN_START.jar(workshop), "the zoo throws in start");
    cases.put(Animal.EXITS_IN_START.jar(workshop), "no verdict");
    cases.put(Animal.THROWS.jar(workshop), "the zoo throws");
    cases.put(Animal.LEAKS_A_THREAD.jar(workshop), "zoo thread");
    cases.put(Animal.WITHOUT_CONTRACT.jar(workshop), "java.util.function.Supplier");
    Path first = Animal.FIRST.jar(workshop, "1.0.2");
    cases.put(Animal.GOOD.jar(workshop, "1.0.0"), "other content");
    cases.put(Manifests.with(first, Map.of("Bundle-SymbolicName", "")), "Bundle-SymbolicName");
    cases.put(Manifests.with(first, Map.of("Bundle-Version", "one")), "Bundle-Version");
    cases.put(Manifests.with(first, Map.of("Require-Bundle", "ansatz.learn")), "Require-Bundle");
    cases.put(Manifests.with(first, Map.of("Import-Package", "zoo.descent,ansatz.learn")), "zoo.descent");
    cases.put(Manifests.with(first, Map.of("Bundle-SymbolicName", "ansatz.runner")), "distribution");
    cases.put(Files.writeString(folder.resolve("text.jar"), "no jar at all"), "no jar");
    String hanging = Animal.HANGS.jar(workshop).toString();
    String hangingInStart = Animal.HANGS_IN_START.jar(workshop).toString();
    long before = study.step();
    List<Executable> checks = new ArrayList<>();
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      Future<Workbench.Result> hangs = two.submit(() -> bench.ansatz(Workbench.options("-Dansatz.admission.seconds=20"),
          "bundle", "install", hanging));
      Future<Workbench.Result> hangsInStart = two.submit(() -> bench.ansatz("bundle", "install", hangingInStart));
      cases.forEach((jar, why) -> checks.add(refused(console.ansatz("bundle", "install", jar.toString()), why)));
      checks.add(refused(hangs.get(), "killed, for it took longer than 20"));
      checks.add(refused(hangsInStart.get(), "does not start"));
    }
    assertAll(checks);
    assertEquals(0, bench.ansatz("bundle", "verify").code());
    assertTrue(study.alive() && study.step() > before, "the study stood still");
    System.out.println(checks.size() + " bundles refused at the door");
  }

  private static Executable refused(Workbench.Result result, String why) {
    return () -> {
      assertTrue(result.code() == 3 || result.code() == 2, why + ": exit " + result.code() + result.err());
      assertTrue(result.err().contains(why), why + ": " + result.err());
    };
  }

  @Test
  @Order(2)
  void theyAreRefusedInTheShadow() throws Exception {
    install(Animal.moody(workshop, "1.0.2", mood));
    study.awaitStep(100);
    Map<String, String> reasons = new LinkedHashMap<>();
    reasons.put("throw", "the zoo throws");
    reasons.put("nan", "NaN");
    reasons.put("slow", "slow");
    reasons.put("exit", "without a verdict");
    reasons.put("hang", "hung");
    for (Map.Entry<String, String> reason : reasons.entrySet()) {
      Files.writeString(mood, reason.getKey());
      Workbench.Result result = console.ansatz("swap", study.id(), SLOT + "=descent@1.0.2", "--provisional");
      assertEquals(3, result.code(), reason + result.out() + result.err());
      assertTrue(result.err().contains(reason.getValue()), reason + result.err());
      assertEquals("1.0.0", filled());
    }
  }

  @Test
  @Order(3)
  void whatFailsInTheRunIsTakenBack() throws Exception {
    for (String bad : List.of("throw", "nan", "exit", "hang")) {
      Files.writeString(mood, "late good");
      Workbench.Result result = console.ansatz("swap", study.id(), SLOT + "=descent@1.0.2", "--provisional", "--shadow",
          bad.equals("throw") ? "5" : "0");
      assertEquals(0, result.code(), bad + result.out() + result.err());
      assertEquals("1.0.2", filled());
      Files.writeString(mood, "late " + bad);
      study.await(bad + " is taken back", () -> filled().equals("1.0.0"));
    }
    String changes = json("why", "@last", "--json").get("changes").toString();
    assertTrue(changes.contains("rolled back") && changes.contains("restarted"), changes);
    retire(MOODY);
  }

  /** Half steps give another loss; a state of another schema is carried over and back. */
  @Test
  @Order(4)
  void goodOnesAreSwappedInAndOut() throws Exception {
    install(Animal.MIGRATING.jar(workshop));
    Workbench.Result swap = console.ansatz("swap", study.id(), SLOT + "=descent@2.0.0", "--provisional");
    assertEquals(0, swap.code(), swap.out() + swap.err());
    assertTrue((swap.out() + swap.err()).contains("bit-identical"), swap.out() + swap.err());
    long step = study.step();
    study.awaitStep(step + 5);
    Workbench.Result undo = console.ansatz("swap", study.id(), "--undo");
    assertEquals(0, undo.code(), undo.out() + undo.err());
    study.awaitStep(study.step() + 5);
    retire(Animal.MIGRATING.label());
  }

  /** Its loss is half of the old one, which the last test reads off the study's metrics. */
  @Test
  @Order(5)
  void aGoodOneGivesItsOwnNumbers() throws Exception {
    install(Animal.GOOD.jar(workshop));
    Workbench.Result swap = console.ansatz("swap", study.id(), SLOT + "=descent@1.1.0", "--provisional");
    assertEquals(0, swap.code(), swap.out() + swap.err());
    study.awaitStep(study.step() + 5);
    assertEquals(0, console.ansatz("swap", study.id(), "--undo").code());
    Workbench.Result ab = bench.ansatz("ab", ZooHome.experiment(folder), SLOT + "=descent@1.0.0,descent@1.1.0",
        "model.steps=20", "model.pause=0");
    assertEquals(0, ab.code(), ab.out() + ab.err());
    assertTrue(ab.out().contains("loss"), ab.out());
    retire(Animal.GOOD.label());
  }

  /** It leaks only when a run executes it: the proof of unload fails and names the holder. */
  @Test
  @Order(6)
  void aLeakIsFoundInTheRunItself() throws Exception {
    install(Animal.LEAKS_LATE.jar(workshop));
    assertEquals(0,
        console.ansatz("swap", study.id(), SLOT + "=descent@1.0.3", "--provisional", "--shadow", "0").code());
    study.awaitStep(study.step() + 5);
    assertEquals(0, console.ansatz("swap", study.id(), "--undo").code());
    for (int i = 0; i < 2; i++) {
      Workbench.Result retire = console.ansatz("bundle", "retire", Animal.LEAKS_LATE.label());
      assertEquals(3, retire.code(), retire.out() + retire.err());
      assertTrue(retire.err().contains("ApplicationShutdownHooks"), retire.err());
      System.out.println(retire.err().strip());
    }
  }

  @Test
  @Order(7)
  void theStudyEndsAsIfNothingHadHappened() throws Exception {
    Files.createFile(hurry);
    study.end(0);
    Workbench calm = ZooHome.copy(folder.resolve("calm"));
    Workbench.Result twin = calm.ansatz("run", ZooHome.experiment(folder), "model.steps=" + STEPS, "model.pause=0");
    assertEquals(0, twin.code(), twin.err());
    Path run = calm.home().resolve("runs").resolve(calm.home().resolve("runs").toFile().list()[0]);
    assertArrayEquals(Files.readAllBytes(run.resolve("result.safetensors")), study.file("result.safetensors"));
    assertEquals(expected(Files.readAllLines(run.resolve("metrics.csv"))),
        Files.readAllLines(study.folder().resolve("metrics.csv")));
    assertEquals(0, bench.ansatz("verify").code());
  }

  /** The twin's metrics, with half the loss where version 1.1.0 did the step. */
  private static List<String> expected(List<String> twin) throws IOException {
    List<String> expected = new ArrayList<>(twin);
    int steps = 0;
    for (JsonNode entry : json("why", study.id(), "--json").get("ledger")) {
      if (entry.get("slot").asText().equals(SLOT) && entry.get("version").asText().equals("1.1.0")) {
        for (int step = entry.get("from").asInt(); step <= entry.get("to").asInt(); step++) {
          String start = "%d,descent/fold-%d,loss,".formatted((step - 1) % STEPS + 1, (step - 1) / STEPS + 1);
          expected.replaceAll(line -> line.startsWith(start) ? halved(line) : line);
          steps++;
        }
      }
    }
    assertTrue(steps >= 5, steps + " steps under 1.1.0");
    return expected;
  }

  /** {@code 7,descent/fold-1,loss,3000.0} with half the value. */
  private static String halved(String line) {
    int comma = line.lastIndexOf(',');
    return line.substring(0, comma + 1) + 0.5 * Double.parseDouble(line.substring(comma + 1));
  }

  private static void install(Path jar) {
    Workbench.Result result = console.ansatz("bundle", "install", jar.toString());
    assertEquals(0, result.code(), result.out() + result.err());
  }

  private static void retire(String label) {
    Workbench.Result result = console.ansatz("bundle", "retire", label);
    assertEquals(0, result.code(), result.out() + result.err());
  }

  /** The version in the slot; empty while the process starts anew. */
  private static String filled() {
    try {
      for (JsonNode slot : study.ask(Map.of("command", "status")).path("slots")) {
        if (slot.get("slot").asText().equals(SLOT)) {
          return slot.get("version").asText();
        }
      }
      return "";
    } catch (IOException e) {
      return "";
    }
  }

  private static JsonNode json(String... words) throws IOException {
    Workbench.Result result = console.ansatz(words);
    assertEquals(0, result.code(), List.of(words) + result.err());
    return new ObjectMapper().readTree(result.out());
  }
}
