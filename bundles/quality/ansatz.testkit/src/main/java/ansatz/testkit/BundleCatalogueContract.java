package ansatz.testkit;

import static ansatz.testkit.RunExamples.T0;
import static ansatz.testkit.RunExamples.inParallel;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.bundles.BundleCatalogue;
import ansatz.bundles.BundleVersion;
import ansatz.bundles.BundleVersion.State;
import ansatz.bundles.Generation;
import ansatz.experiment.ChainLink;
import ansatz.experiment.ConfigException;
import ansatz.experiment.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link BundleCatalogue} keeps; C1 to C4 are its rules. What only a killed process shows, each tests itself. */
public abstract class BundleCatalogueContract {
  private static final String REGRESSION = "ansatz.regression";

  @TempDir
  Path folder;

  private final List<BundleCatalogue> opened = new ArrayList<>();
  private Path home;
  private BundleCatalogue catalogue;

  /** A catalogue of that home, as one more process would open it; closed after the test if {@link AutoCloseable}. */
  protected abstract BundleCatalogue open(Path home) throws Exception;

  /** The chain of that home. */
  protected abstract List<ChainLink> homeChain(Path home) throws Exception;

  @BeforeEach
  void openCatalogue() throws Exception {
    home = folder.resolve("home");
    catalogue = another();
  }

  @AfterEach
  void closeCatalogues() throws Exception {
    for (BundleCatalogue c : opened) {
      if (c instanceof AutoCloseable closeable) {
        closeable.close();
      }
    }
  }

  private BundleCatalogue another() throws Exception {
    BundleCatalogue c = open(home);
    opened.add(c);
    return c;
  }

  // ---- C1: one transaction, durable, with a link

  @Test
  void C1_everyFieldComesBackInAnotherProcess() throws Exception {
    BundleVersion staged = version("1.0.1");
    catalogue.stage(staged);
    Generation generation = catalogue.advance(0, set("1.0.1"), "ada", "promote ansatz.regression@1.0.1");
    assertEquals(List.of(staged), another().versions());
    assertEquals(List.of(generation), another().generations());
    assertEquals(new Generation(1, set("1.0.1"), Generation.State.NEW, "", generation.created(), "ada",
        "promote ansatz.regression@1.0.1"), generation);
    catalogue.mark(1, Generation.State.TRYING, "17@1234");
    assertEquals("17@1234", another().generations().getFirst().process());
    assertEquals(Generation.State.TRYING, another().generations().getFirst().state());
  }

  @Test
  void C1_everyDecisionIsALinkAndWhatChangesNothingIsNone() throws Exception {
    catalogue.stage(version("1.0.1"));
    long links = homeChain(home).getLast().sequence();
    catalogue.stage(version("1.0.1"));
    assertEquals(links, homeChain(home).size(), "staged already");
    catalogue.advance(0, set("1.0.1"), "ada", "promote ansatz.regression@1.0.1");
    catalogue.mark(1, Generation.State.GOOD, "");
    catalogue.mark(1, Generation.State.GOOD, "");
    catalogue.advance(1, set(), "eve", "rollback");
    catalogue.mark(2, Generation.State.GOOD, "");
    catalogue.retire(REGRESSION, "1.0.1", "eve");
    catalogue.retire(REGRESSION, "1.0.1", "eve");
    List<ChainLink> chain = homeChain(home);
    assertEquals(links + 5, chain.size());
    assertTrue(chain.getLast().body().contains("eve"), chain.getLast().body());
    for (int i = 1; i < chain.size(); i++) {
      assertEquals(chain.get(i - 1).next(chain.get(i).body()), chain.get(i));
    }
  }

  @Test
  void C1_aRefusedDecisionLeavesNothing() throws Exception {
    catalogue.stage(version("1.0.1"));
    List<ChainLink> before = homeChain(home);
    SortedMap<String, String> half = set("1.0.1");
    half.put("zzz", "1.0.0");
    assertThrows(RefusedException.class, () -> catalogue.advance(0, half, "ada", "promote"));
    assertEquals(List.of(), catalogue.generations());
    assertEquals(before, homeChain(home));
  }

  // ---- C2: a name and version stand for one content

  @Test
  void C2_otherContentUnderAKnownNameIsRefused() {
    catalogue.stage(version("1.0.1"));
    BundleVersion other = new BundleVersion(REGRESSION, "1.0.1", "0".repeat(64), State.STAGED, 7, T0, "eve");
    String message = assertThrows(RefusedException.class, () -> catalogue.stage(other)).getMessage();
    assertTrue(message.contains("ansatz.regression@1.0.1") && message.contains("ada"), message);
    assertEquals(List.of(version("1.0.1")), catalogue.versions());
  }

  @Test
  void C2_aRetiredVersionComesBackOnlyWithItsContent() {
    catalogue.stage(version("1.0.1"));
    catalogue.retire(REGRESSION, "1.0.1", "ada");
    assertEquals(State.RETIRED, catalogue.versions().getFirst().state());
    assertEquals(State.RETIRED, catalogue.find(REGRESSION, "1.0.1").orElseThrow().state());
    assertEquals(Optional.empty(), catalogue.find(REGRESSION, "1.0.2"));
    BundleVersion other = new BundleVersion(REGRESSION, "1.0.1", "0".repeat(64), State.STAGED, 7, T0, "eve");
    assertThrows(RefusedException.class, () -> catalogue.stage(other));
    assertEquals(State.RETIRED, catalogue.versions().getFirst().state());
    catalogue.stage(version("1.0.1"));
    assertEquals(List.of(version("1.0.1")), catalogue.versions());
  }

  @Test
  void C2_versionsComeInOrderOfVersionNotOfText() {
    for (String version : List.of("1.0.10", "1.0.9", "1.0.9.b", "1.0.9.a")) {
      catalogue.stage(version(version));
    }
    assertEquals(List.of("1.0.9", "1.0.9.a", "1.0.9.b", "1.0.10"),
        catalogue.versions().stream().map(BundleVersion::version).toList());
  }

  // ---- C3: generations are only appended, outdated decisions refused

  @Test
  void C3_anOutdatedDecisionIsRefused() throws Exception {
    catalogue.stage(version("1.0.1"));
    catalogue.stage(version("1.0.2"));
    catalogue.advance(0, set("1.0.1"), "ada", "promote ansatz.regression@1.0.1");
    String message = assertThrows(RefusedException.class,
        () -> another().advance(0, set("1.0.2"), "eve", "promote ansatz.regression@1.0.2")).getMessage();
    assertTrue(message.contains("generation 1") && message.contains("ada"), message);
    catalogue.advance(1, set("1.0.2"), "eve", "promote ansatz.regression@1.0.2");
    catalogue.advance(2, set("1.0.1"), "eve", "rollback");
    assertEquals(List.of(3L, 2L, 1L), catalogue.generations().stream().map(Generation::number).toList());
    assertEquals(List.of(set("1.0.1"), set("1.0.2"), set("1.0.1")),
        catalogue.generations().stream().map(Generation::promoted).toList());
  }

  @Test
  void C3_ofManyThatDecideAtOnceOneSucceeds() throws Exception {
    catalogue.stage(version("1.0.1"));
    List<BundleCatalogue> all = List.of(catalogue, another(), another(), another());
    for (long expected = 0; expected < 5; expected++) {
      long generation = expected;
      List<Boolean> succeeded = inParallel(all.size(), i -> () -> {
        try {
          all.get(i).advance(generation, set("1.0.1"), "process " + i, "promote");
          return true;
        } catch (RefusedException e) {
          return false;
        }
      });
      assertEquals(1, succeeded.stream().filter(won -> won).count());
    }
    assertEquals(5, catalogue.generations().size());
  }

  @Test
  void C3_onlyWhatIsStagedIsPromoted() {
    catalogue.stage(version("1.0.1"));
    catalogue.retire(REGRESSION, "1.0.1", "ada");
    for (String version : List.of("1.0.1", "1.0.2")) {
      String message = assertThrows(RefusedException.class,
          () -> catalogue.advance(0, set(version), "ada", "promote")).getMessage();
      assertTrue(message.contains("ansatz.regression@" + version), message);
    }
  }

  @Test
  void C3_whatIsPromotedIsNotRetired() {
    catalogue.stage(version("1.0.1"));
    catalogue.advance(0, set("1.0.1"), "ada", "promote ansatz.regression@1.0.1");
    assertPromoted("1.0.1");
    catalogue.mark(1, Generation.State.GOOD, "");
    catalogue.stage(version("1.0.2"));
    catalogue.advance(1, set("1.0.2"), "ada", "promote ansatz.regression@1.0.2");
    catalogue.mark(2, Generation.State.BAD, "");
    assertPromoted("1.0.1");
    assertPromoted("1.0.2");
    catalogue.advance(2, set(), "ada", "rollback");
    for (Generation.State untried : List.of(Generation.State.NEW, Generation.State.TRYING)) {
      catalogue.mark(3, untried, "17@1234");
      assertPromoted("1.0.1");
    }
    catalogue.mark(3, Generation.State.GOOD, "");
    catalogue.retire(REGRESSION, "1.0.1", "ada");
    assertThrows(ConfigException.class, () -> catalogue.retire(REGRESSION, "3.0.0", "ada"));
    assertThrows(ConfigException.class, () -> catalogue.mark(17, Generation.State.GOOD, ""));
  }

  private void assertPromoted(String version) {
    String message = assertThrows(RefusedException.class, () -> catalogue.retire(REGRESSION, version, "ada"))
        .getMessage();
    assertTrue(message.contains("is promoted"), message);
  }

  @Test
  void C3_inForceIsTheNewestUnlessItIsBad() {
    catalogue.stage(version("1.0.1"));
    catalogue.stage(version("1.0.2"));
    SortedMap<String, String> two = set("1.0.1");
    catalogue.stage(new BundleVersion("ansatz.metrics", "1.0.1", "cd".repeat(32), State.STAGED, 7, T0, "ada"));
    two.put("ansatz.metrics", "1.0.1");
    catalogue.advance(0, two, "ada", "promote");
    assertEquals(two, catalogue.inForce().promoted());
    catalogue.mark(1, Generation.State.GOOD, "");
    catalogue.advance(1, set("1.0.2"), "ada", "promote");
    catalogue.mark(2, Generation.State.TRYING, "17@1234");
    assertEquals(set("1.0.2"), catalogue.inForce().promoted());
    catalogue.mark(2, Generation.State.BAD, "");
    assertEquals(two, catalogue.inForce().promoted());
    assertEquals(List.of(set("1.0.2"), two), catalogue.generations().stream().map(Generation::promoted).toList());
  }

  // ---- C4: reading writes nothing

  @Test
  void C4_readingMakesNoHome() {
    assertEquals(List.of(), catalogue.versions());
    assertEquals(List.of(), catalogue.generations());
    assertEquals(Generation.BUILT_IN, catalogue.inForce());
    assertEquals(Optional.empty(), catalogue.find(REGRESSION, "1.0.1"));
    assertFalse(Files.exists(home), "reading made a home");
  }

  // ---- examples

  private static BundleVersion version(String version) {
    return new BundleVersion(REGRESSION, version, version + "ab".repeat(32), State.STAGED, 12_345, T0, "ada");
  }

  private static SortedMap<String, String> set(String... version) {
    SortedMap<String, String> set = new TreeMap<>();
    for (String v : version) {
      set.put(REGRESSION, v);
    }
    return set;
  }
}
