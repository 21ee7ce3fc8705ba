package ansatz.store.sqlite;

import ansatz.bundles.BundleCatalogue;
import ansatz.experiment.ChainLink;
import ansatz.experiment.Home;
import ansatz.testkit.BundleCatalogueContract;
import java.nio.file.Path;
import java.util.List;

final class SqliteBundleCatalogueTest extends BundleCatalogueContract {
  @Override
  protected BundleCatalogue open(Path home) {
    return new SqliteBundleCatalogue(new Home(home));
  }

  @Override
  protected List<ChainLink> homeChain(Path home) {
    try (SqliteRunStore store = new SqliteRunStore(new Home(home))) {
      return store.homeChain();
    }
  }
}
