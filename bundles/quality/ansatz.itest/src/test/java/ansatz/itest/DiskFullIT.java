package ansatz.itest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A home on a small disk, which holds the bundles and little more, that is filled up: which moment of a run meets the end of it depends on what is left. */
class DiskFullIT {
  private static final String EXPERIMENT = """
      name: small
      seed: 11
      data: {sample: iris, target: species, transform: [standardize]}
      fit:
        task: clustering
        validation: {kind: k-fold, folds: 3, stratified: false}
        models:
          k-means: {k: 3, maxSteps: 6}
          gaussian-mixture: {k: 3, tolerance: 0, maxSteps: 8}
      metrics: [adjusted-rand, log-likelihood]
      report: false
      """;

  /** KiB left when the run starts, which takes some 500. */
  private static final List<Integer> LEFT = List.of(0, 60, 100, 140);

  /** Answers go to a disk with room: what a command says must not get lost with the disk it speaks of. */
  private static final String SCRIPT = """
      set -u
      mount -t tmpfs -o size=128m tmpfs "$DISK" || exit 99
      export ANSATZ_HOME=$DISK/home
      ansatz() { # name of the answer, arguments
        local answer=$ANSWERS/$1
        shift
        "$SCRIPT" "$@" > "$answer.out" 2> "$answer.err" < /dev/null
        echo $? > "$answer.code"
      }
      ansatz whole run "$EXPERIMENT"
      ansatz runs-whole runs --json
      for left in $LEFT; do
        room=$(df -k --output=avail "$DISK" | tail -n 1)
        dd if=/dev/zero of="$DISK/fill" bs=1k count=$((room - left)) status=none
        ansatz full-$left run "$EXPERIMENT"
        [ $left -gt 50 ] && ansatz while-full show @last2 --json
        rm "$DISK/fill"
        ansatz runs-$left runs --json
        case $(cat "$ANSWERS/runs-$left.out") in
          *'"state" : "f'[^i]* | *'"state" : "crashed"'*) ansatz resumed-$left resume @last ;;
        esac
      done
      ansatz again run "$EXPERIMENT"
      ansatz runs runs --json
      cp -r "$ANSATZ_HOME/runs" "$ANSWERS/runs"
      """;

  @TempDir
  Path folder;

  private final ObjectMapper json = new ObjectMapper();

  @Test
  void aFullDiskIsSaidAndCostsNothingThatWasAcknowledged() throws Exception {
    Namespace.assumePrivateMounts();
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Path answers = Files.createDirectory(folder.resolve("answers"));
    Path file = Files.writeString(folder.resolve("small.yaml"), EXPERIMENT);
    Workbench bench = new Workbench(disk.resolve("home"));
    Map<String, String> environment = Map.of("DISK", disk.toString(), "ANSWERS", answers.toString(), "EXPERIMENT",
        file.toString(), "SCRIPT", Workbench.root().resolve("launcher/ansatz").toString(), "JDK_JAVA_OPTIONS",
        Workbench.QUICK.get("JDK_JAVA_OPTIONS"), "LEFT",
        String.join(" ", LEFT.stream().map(String::valueOf).toList()));
    Workbench.Result done = bench.run(environment, Namespace.withPrivateMounts(SCRIPT));
    assertEquals(0, done.code(), done.err());
    assertEquals("0", read("whole.code"), read("whole.err"));

    List<Executable> checks = new ArrayList<>();
    Set<String> moments = new TreeSet<>();
    for (int left : LEFT) {
      String name = "full-" + left;
      moments.add(read(name + ".out").contains("\nrun ") ? "while it ran" : "before it started");
      checks.add(() -> assertEquals("1", read(name + ".code"), name + ": " + read(name + ".err")));
      checks.add(() -> assertTrue(
          read(name + ".err").matches("(?s).*(disk of \\S+ (failed or )?is full|No space left).*([Ff]ree |df ).*"),
          name + ": " + read(name + ".err")));
      if (Files.exists(answers.resolve("resumed-" + left + ".code"))) {
        checks.add(() -> assertEquals("0", read("resumed-" + left + ".code"), read("resumed-" + left + ".err")));
      }
    }
    assertAll(checks);
    System.out.println("the disk became full " + String.join(" and ", moments));
    assertEquals(Set.of("before it started", "while it ran"), moments);
    assertEquals("0", read("while-full.code"), "reading on a full disk: " + read("while-full.err"));
    assertEquals("finished", json.readTree(read("while-full.out")).at("/run/state").asText());
    assertEquals("0", read("again.code"), read("again.err"));
    assertEveryRunIsWhole(answers, json.readTree(read("runs.out")));
  }

  /** Every run finished in the end, with the result of the one that was never disturbed, and no half file. */
  private void assertEveryRunIsWhole(Path answers, JsonNode runs) throws IOException {
    assertTrue(runs.size() > 2, runs + " runs");
    String first = json.readTree(read("runs-whole.out")).get(0).get("id").asText();
    byte[] whole = Files.readAllBytes(answers.resolve("runs/" + first + "/result.json"));
    for (JsonNode run : runs) {
      assertEquals("finished", run.get("state").asText(), run.toString());
      Path of = answers.resolve("runs/" + run.get("id").asText());
      assertEquals(new String(whole), Files.readString(of.resolve("result.json")), run.toString());
      try (var files = Files.list(of)) {
        assertEquals(List.of(), files.filter(f -> f.toString().endsWith(".tmp")).toList());
      }
    }
  }

  private String read(String answer) throws IOException {
    return Files.readString(folder.resolve("answers").resolve(answer)).strip();
  }
}
