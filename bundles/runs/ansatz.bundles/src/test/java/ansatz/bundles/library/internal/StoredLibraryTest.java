package ansatz.bundles.library.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.bundles.BundleVersion;
import ansatz.bundles.ContentStore;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is known of versions and files. */
class StoredLibraryTest extends AbstractLibraryTest {
  @Test
  void labelsThatAreNotKnownAreMetWithWhatWasProbablyMeant() throws IOException {
    assertThrows(ConfigException.class, () -> library.promote("@", progress::add));
    install(lion("1.0.1", "1"));
    assertEquals("bundle: no version 'zoo.lion@1.0.2' — did you mean 'zoo.lion@1.0.0'? (ansatz bundle list)",
        assertThrows(ConfigException.class, () -> library.show("zoo.lion@1.0.2")).getMessage());
    assertTrue(assertThrows(ConfigException.class, () -> library.promote("zoo.lion", progress::add)).getMessage()
        .contains("does not say which version"));
    assertTrue(assertThrows(ConfigException.class, () -> install(folder.resolve("nowhere.jar"))).getMessage()
        .contains("no such file"));
  }

  @Test
  void missingAndDamagedFilesAreNamed() throws IOException {
    BundleVersion version = install(lion("1.0.1", "1"));
    ContentStore store = new ContentStore(home(), Disk.SYSTEM);
    Files.delete(store.path(version.sha256()));
    assertTrue(library.verify().getFirst().contains("zoo.lion@1.0.1: its file"), library.verify().toString());
    assertTrue(refusal(() -> library.promote(version.label(), progress::add)).contains("is missing or damaged"));
  }

  @Test
  void whatIsMissingOrDamagedComesBackByInstallingItAgain() throws IOException {
    BundleVersion version = install(lion("1.0.1", "1"));
    ContentStore store = new ContentStore(home(), Disk.SYSTEM);
    Files.write(store.path(version.sha256()), new byte[100]);
    install(lion("1.0.1", "1"));
    assertEquals(List.of(), library.verify());
    Files.writeString(store.verdict(version.sha256()), "{");
    assertTrue(library.verify().getFirst().contains("zoo.lion@1.0.1: its verdict"), library.verify().toString());
    install(lion("1.0.1", "1"));
    assertEquals(List.of(), library.verify());
    assertEquals(3, children.size());
    assertEquals(1, catalogue.versions().size());
  }

  @Test
  void whatWasLaunchedIsKept() {
    Map<String, String> kept = library.keepLaunched();
    assertEquals(List.of("ansatz.runner@1.0.0", "zoo.lion@1.0.0"), List.copyOf(kept.keySet()));
    kept.values().forEach(sha256 -> assertTrue(new ContentStore(home(), Disk.SYSTEM).holds(sha256)));
    assertEquals(kept, library.keepLaunched());
    assertFalse(library.list().isEmpty());
  }
}
