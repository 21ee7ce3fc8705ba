package ansatz.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.cli.Part;
import ansatz.cli.Subcommand;
import ansatz.cli.Terminal;
import ansatz.cli.command.internal.AbCommand;
import ansatz.cli.command.internal.CiteCommand;
import ansatz.cli.command.internal.ReproduceCommand;
import ansatz.cli.command.internal.WhyCommand;
import ansatz.experiment.ChainLink;
import ansatz.experiment.Divergence;
import ansatz.experiment.Divergence.Where;
import ansatz.experiment.Experiment;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.Reproducer;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunReader;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.Runner;
import ansatz.experiment.Source;
import ansatz.experiment.Swap;
import ansatz.experiment.VersionComparer;
import ansatz.experiment.VersionComparison;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A run of 40 steps: swapped after 12, rolled back from a third version after 20, a fourth refused after 25. */
class ProvenanceCommandsTest implements Workbench, RunReader, Reproducer, VersionComparer {
  private static final RunRow ROW = new RunRow("r-20260131-1", "brave-otter-7", "toy", "toy.yaml", RunState.FINISHED,
      40,
      40, Instant.parse("2026-01-31T10:15:02Z"), Instant.EPOCH, 1, "abc", "", "");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<Where> differences = new ArrayList<>();

  private static Source zoo(String version) {
    return new Source("ansatz.zoo", version, version.replace(".", "a").repeat(13), new TreeMap<>());
  }

  @Override
  public RunFiles read(String reference) {
    List<LedgerEntry> ledger = List.of(
        new LedgerEntry("linalg", 1, 40, "jblas", new Source("ansatz.linalg.jblas", "1.0.0", "e".repeat(64),
            new TreeMap<>()), "ada", "start"),
        new LedgerEntry("model.em", 1, 12, "em", zoo("1.0.0"), "ada", "start"),
        new LedgerEntry("model.em", 13, 40, "em", zoo("1.0.1"), "bob", "swap"));
    List<Swap> swaps = List.of(
        new Swap(12, "model.em", Swap.Kind.SWAPPED, "em", zoo("1.0.0"), "em", zoo("1.0.1"), true, "bob", "faster",
            "5 steps in the shadow, equal", "checkpoint-12-0a.safetensors", "f".repeat(64)),
        new Swap(20, "model.em", Swap.Kind.ROLLED_BACK, "em", zoo("1.0.2"), "em", zoo("1.0.1"), true, "bob",
            "step 21 threw: no luck", "", "checkpoint-20-0a.safetensors", "f".repeat(64)),
        new Swap(25, "model.em", Swap.Kind.REFUSED, "em", zoo("1.0.1"), "em", zoo("1.0.3"), false, "eve",
            "NaN at step 26", "", "", ""));
    Map<String, Object> lock = Map.of("seed", 42, "jvm", Map.of("version", "25.0.3"), "data",
        Map.of("name", "iris", "fingerprint", "5d2e".repeat(16), "rows", 150), "bundles",
        List.of(Map.of("bundle", "ansatz.runner", "version", "1.0.0", "sha256", "a".repeat(64))));
    return new RunFiles(ROW, Path.of("nowhere"), Map.of(), lock, Map.of(), new TreeMap<>(), List.of(), List.of(),
        ledger,
        swaps, new ChainLink(57, ChainLink.ORIGIN, "{}", "fe".repeat(32)));
  }

  @Override
  public Reproduction reproduce(String reference, boolean keep, Consumer<String> progress) {
    progress.accept("another machine: cpu was A, is B");
    progress.accept("step 12/40  3.0 s  ETA 7.0 s");
    return new Reproduction(ROW, new Divergence(241, 7, differences), List.of("another machine: cpu was A, is B"),
        keep ? Optional.of(Path.of("kept")) : Optional.empty());
  }

  @Override
  public VersionComparison compare(Path file, List<String> overrides, String slot, String a, String b,
      Runner.Watcher watcher) {
    watcher.started(ROW, new Experiment("toy", 42, "fit", Map.of()), 0, 40);
    watcher.ended(ROW);
    watcher.notice("page nowhere/ab.html");
    VersionComparison.Row row = new VersionComparison.Row("em", "nll", "NLL", "lower", 2, 1.9, -0.1, 0.02, 0.012);
    VersionComparison.Row equal = new VersionComparison.Row("em", "ari", "ARI", "higher", 0.9, 0.9, 0, 0, 1);
    List<VersionComparison.Track> tracks = List.of(
        new VersionComparison.Track("em/fold-1", "nll", new long[] {1, 2, 3}, new double[] {0, 1e-9, 1e-3}),
        new VersionComparison.Track("em/fold-1", "ari", new long[] {3}, new double[] {0}));
    RunFiles files = read("");
    return new VersionComparison(slot, a, b, files, files,
        new Divergence(4, 2, List.of(new Where(2, "nll of em/fold-1 at its iteration 2", "2.0", "2.1", 1e-9))),
        List.of(row, equal), tracks, "B better in NLL of em by 5 % (p 0.012)");
  }

  private int execute(String... arguments) {
    out.reset();
    err.reset();
    List<Subcommand> commands = List.of(new WhyCommand(), new CiteCommand(), new ReproduceCommand(), new AbCommand());
    return new CommandTree(() -> commands, this).execute(new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8), Terminal.PLAIN, arguments);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whyTellsTheLedgerEveryChangeAndTheHead() {
    assertEquals(0, execute("why", "@last"), err());
    String text = out();
    assertTrue(text.contains("13–40"), text);
    assertTrue(text.contains("ansatz.zoo 1.0.0 → 1.0.1"), text);
    assertTrue(text.contains("swapped, provisional") && text.contains("rolled back") && text.contains("refused"), text);
    assertFalse(text.contains("checkpoint-12-0a.safetensors"), "it is not kept any more: " + text);
    assertTrue(text.contains("ansatz verify --head " + "fe".repeat(32)), text);
  }

  @Test
  void whyOfAStepSaysWhoseCodeSinceWhenAndByWhoseDecision() {
    assertEquals(0, execute("why", "@last", "--step", "21"), err());
    String text = out().replaceAll("\\s+", " ");
    assertTrue(text.startsWith("linalg jblas, ansatz.linalg.jblas 1.0.0 (eeeeeeeeeeee), since step 1: start by ada "),
        text);
    assertTrue(text.contains("model.em em, ansatz.zoo 1.0.1 (1a0a11a0a11a), since step 13: swapped, provisional after "
        + "step 12 by bob, ansatz.zoo 1.0.0 → 1.0.1: faster; 5 steps in the shadow, equal"), text);
    assertTrue(text.contains("this step was tried by ansatz.zoo 1.0.2 first (1a0a21a0a21a), rolled back: "
        + "step 21 threw: no luck"), text);
    execute("why", "@last", "--step", "12");
    assertFalse(out().contains("1.0.1"), out());
    execute("why", "@last", "--step", "26");
    assertTrue(
        out().replaceAll("\\s+", " ").contains("refused before this step: ansatz.zoo 1.0.1 stayed, em@1.0.3 was asked "
            + "for by eve: NaN at step 26"),
        out());
    assertEquals(2, execute("why", "@last", "--step", "41"));
    assertEquals("error why --step 41: brave-otter-7 has done steps 1 to 40", err().strip());
  }

  @Test
  void whyAsJsonHasTheChangeThatBroughtTheCodeIn() {
    assertEquals(0, execute("why", "@last", "--step", "13", "--json"), err());
    assertTrue(out().contains("\"step\" : 12") && out().contains("\"head\" : \"fefe"), out());
  }

  @Test
  void citeNamesTheCodeOfEveryStepDataAndSoftware() {
    assertEquals(0, execute("cite", "@last"), err());
    String text = out().replaceAll("\\s+", " ");
    assertTrue(text.contains("Code: steps 13–40 of model.em: em, ansatz.zoo 1.0.1 (1a0a11a0a11a)"), text);
    assertTrue(text.contains("Data: iris, 150 rows, fingerprint 5d2e5d2e"), text);
    assertTrue(text.contains("Software: Ansatz 1.0.0 (1 bundles, digest "), text);
    execute("cite", "@last", "--bibtex");
    assertTrue(out().contains("@misc{run-r-20260131-1,"), out());
    assertTrue(out().contains("steps 13--40 of model.em by em of ansatz.zoo 1.0.1 (1a0a11a0a11a)"), out());
    assertEquals(0, execute("cite", "@last", "--json"), err());
    assertTrue(out().contains("\"fingerprint\" : \"5d2e"), out());
  }

  @Test
  void reproduceSaysInOneLineWhetherItIsTheSame() {
    assertEquals(0, execute("reproduce", "@last"), err());
    assertEquals(
        "bit-exact: brave-otter-7 gave the same 241 points and 7 arrays again, and the same result by the same "
            + "code",
        out().strip());
    assertTrue(err().contains("another machine: cpu was A, is B") && err().contains("step 12/40  3.0 s  ETA"), err());
    differences.add(new Where(7, "nll of em/fold-1 at its iteration 7", "2.0", "2.0000000000002", 1e-13));
    assertEquals(0, execute("reproduce", "@last", "--keep"), err());
    assertTrue(out().startsWith("within tolerance (1.0e-09): brave-otter-7 gave 241 points and 7 arrays again; the "
        + "greatest difference is at step 7 in nll of em/fold-1"), out());
    assertTrue(out().contains("kept in kept"), out());
    differences.add(new Where(9, "ari of em/fold-1 at its iteration 9", "0.5", "0.6", 0.17));
    assertEquals(1, execute("reproduce", "@last"), err());
    assertTrue(out().startsWith("differs first at step 9 in ari of em/fold-1 at its iteration 9: was 0.5, is 0.6 "
        + "(relative 1.7e-01)"), out());
    assertEquals(0, execute("reproduce", "@last", "--tolerance", "0.2"), err());
    assertEquals(1, execute("reproduce", "@last", "--tolerance", "0", "--json"));
    assertTrue(out().contains("\"verdict\" : \"differs\""), out());
    assertEquals(2, execute("reproduce", "@last", "--tolerance", "-1"));
  }

  @Test
  void abShowsMetricsDivergenceAndAVerdict() {
    assertEquals(0, execute("ab", "toy.yaml", "model.em=em@1.0.0,em@1.0.1"), err());
    assertTrue(err().contains("A  model.em=em@1.0.0  run brave-otter-7 (r-20260131-1)  seed 42"), err());
    String text = out().replaceAll(" +", " ");
    assertTrue(text.contains("em NLL 2 1.9 -0.100 ± 0.020 0.012"), text);
    assertTrue(text.contains("em ARI 0.9 0.9 equal"), text);
    assertTrue(text.contains("nll 3 2 1.0e-03 ▁▅█"), text);
    assertTrue(text.contains("ari 1 never 0 equal"), text);
    assertTrue(text.contains("verdict B better in NLL of em by 5 % (p 0.012)"), text);
    assertTrue(text.contains("nowhere/ab.html"), text);
    assertEquals(2, execute("ab", "toy.yaml", "model.em=em@1.0.0"));
    assertTrue(err().startsWith("error ab: 'model.em=em@1.0.0' is not SLOT=A,B, such as linalg=jblas,openblas"), err());
  }

  @Override
  public <S> S service(Class<S> type) {
    return type.cast(this);
  }

  @Override
  public <S> List<Part<S>> parts(Class<S> type) {
    return List.of();
  }

  @Override
  public void home(String folder) {}

  @Override
  public void giveBack() {}
}
