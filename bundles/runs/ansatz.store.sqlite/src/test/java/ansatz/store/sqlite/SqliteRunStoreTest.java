package ansatz.store.sqlite;

import ansatz.experiment.Home;
import ansatz.experiment.RunStore;
import ansatz.testkit.RunStoreContract;
import java.nio.file.Path;

final class SqliteRunStoreTest extends RunStoreContract {
  @Override
  protected RunStore open(Path home) {
    return new SqliteRunStore(new Home(home));
  }
}
