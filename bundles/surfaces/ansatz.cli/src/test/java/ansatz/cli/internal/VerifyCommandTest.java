package ansatz.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.bundles.BundleLibrary;
import ansatz.cli.Part;
import ansatz.cli.Terminal;
import ansatz.cli.command.internal.VerifyCommand;
import ansatz.experiment.ChainLink;
import ansatz.experiment.RunStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerifyCommandTest {
  private static final ChainLink FIRST = ChainLink.NONE.next("{}");
  private static final ChainLink SECOND = FIRST.next("{}");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> findings = new ArrayList<>();
  private final List<String> ofBundles = new ArrayList<>();

  @Test
  void headsArePrintedWhereAllHolds() {
    assertEquals(0, execute("verify", "@last"), err());
    assertEquals(List.of("head of home  " + SECOND.sha256() + "  after 2 links",
        "head of run brave-otter-7  " + FIRST.sha256() + "  after 1 link",
        "✓ all that is recorded agrees with its hash chains"), out().lines().toList());
  }

  @Test
  void whatDoesNotHoldIsAnErrorAndANoteIsNone() {
    findings.add("note: of 2 runs nothing is known");
    assertEquals(0, execute("verify"), err());
    assertTrue(out().contains("note of 2 runs nothing is known") && out().contains("✓"), out());
    findings.add("run brave-otter-7, link 3: was edited");
    ofBundles.add("0a.jar is not what its name says");
    assertEquals(1, execute("verify"));
    assertEquals("error verify: run brave-otter-7, link 3: was edited\n"
        + "error verify: 0a.jar is not what its name says\n", err());
  }

  @Test
  void aSavedHeadIsLookedFor() {
    assertEquals(0, execute("verify", "--head", FIRST.sha256(), "--head", SECOND.sha256()), err());
    String elsewhere = "5".repeat(64);
    assertEquals(1, execute("verify", "--head", elsewhere));
    assertTrue(err().contains(elsewhere), err());
  }

  @Test
  void whatIsNoHeadIsSaid() {
    assertEquals(2, execute("verify", "--head", "c0ffee"));
    assertTrue(err().contains("'c0ffee' is no head: 64 hexadecimal digits"), err());
  }

  @Test
  void jsonHoldsHeadsDefectsAndNotes() {
    findings.add("note: of 2 runs nothing is known");
    assertEquals(0, execute("verify", "--json"));
    for (String part : List.of("\"sound\" : true", "\"links\" : 2", SECOND.sha256(), "of 2 runs nothing is known")) {
      assertTrue(out().replaceAll("\"\\s*:\\s*", "\" : ").contains(part), out());
    }
  }

  private int execute(String... arguments) {
    out.reset();
    err.reset();
    return new CommandTree(() -> List.of(new VerifyCommand()), new Store()).execute(
        new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
        Terminal.PLAIN, arguments);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** A home with one run, and what its store finds. */
  private final class Store implements Workbench {
    private final RunStore store = pretend(RunStore.class, (_, method, arguments) -> switch (method.getName()) {
      case "chain" -> List.of(FIRST);
      case "homeChain" -> List.of(FIRST, SECOND);
      case "verify" -> found((List<?>) arguments[0]);
      default -> throw new UnsupportedOperationException(method.toString());
    });
    private final BundleLibrary library = pretend(BundleLibrary.class, (_, _, _) -> ofBundles);

    private List<String> found(List<?> heads) {
      List<String> found = new ArrayList<>(findings);
      heads.stream().filter(head -> !List.of(FIRST.sha256(), SECOND.sha256()).contains(head))
          .forEach(head -> found.add("head " + head + " is not in any chain here: truncated or rewritten"));
      return found;
    }

    private static <S> S pretend(Class<S> type, InvocationHandler handler) {
      return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public <S> S service(Class<S> type) {
      return type.cast(type == RunStore.class ? store : new FakeRunner());
    }

    @Override
    public <S> List<Part<S>> parts(Class<S> type) {
      return List.of(new Part<>(type, "library", "ansatz.bundles", "1.0.0", 0, type.cast(library)));
    }

    @Override
    public void giveBack() {}

    @Override
    public void home(String folder) {}
  }
}
