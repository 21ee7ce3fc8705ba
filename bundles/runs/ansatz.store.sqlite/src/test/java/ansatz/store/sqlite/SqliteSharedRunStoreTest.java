package ansatz.store.sqlite;

import ansatz.experiment.Home;
import ansatz.experiment.RunStore;
import ansatz.testkit.SharedRunStoreContract;
import java.nio.file.Path;

final class SqliteSharedRunStoreTest extends SharedRunStoreContract {
  @Override
  protected RunStore open(Path home) {
    return new SqliteRunStore(new Home(home));
  }
}
