package ansatz.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.experiment.RunStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Stores on one home, of which any number is open; whatever a test did, chains hold after it (S6). */
public abstract class AbstractRunStoreContract {
  @TempDir
  Path home;

  /** The first one opened. */
  RunStore store;

  private final List<RunStore> opened = new ArrayList<>();

  /** A store on that home, as one more process would open it; closed after the test if {@link AutoCloseable}. */
  protected abstract RunStore open(Path home) throws Exception;

  @BeforeEach
  final void openStore() throws Exception {
    store = another();
  }

  @AfterEach
  final void chainsHoldAndStoresClose() throws Exception {
    assertEquals(List.of(), store.verify(List.of()));
    for (RunStore s : opened) {
      if (s instanceof AutoCloseable closeable) {
        closeable.close();
      }
    }
  }

  final RunStore another() throws Exception {
    RunStore s = open(home);
    opened.add(s);
    return s;
  }
}
