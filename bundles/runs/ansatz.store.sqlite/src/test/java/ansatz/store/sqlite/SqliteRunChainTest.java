package ansatz.store.sqlite;

import ansatz.experiment.Home;
import ansatz.experiment.RunStore;
import ansatz.testkit.RunChainContract;
import java.nio.file.Path;

final class SqliteRunChainTest extends RunChainContract {
  @Override
  protected RunStore open(Path home) {
    return new SqliteRunStore(new Home(home));
  }
}
