package ansatz.store.sqlite;

import ansatz.bundles.BundleCatalogue;
import ansatz.bundles.BundleVersion;
import ansatz.bundles.BundleVersion.State;
import ansatz.bundles.Generation;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Home;
import ansatz.experiment.RefusedException;
import ansatz.store.sqlite.internal.BundleRows;
import ansatz.store.sqlite.internal.Database;
import ansatz.store.sqlite.internal.HomeChain;
import ansatz.store.sqlite.internal.Link;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Bundles of a home and its promoted set, in the database of its runs.
 *
 * <p>Cost: a decision is one forced write of the log.
 *
 * <p>Errors: {@link RefusedException} for a decision that does not hold any more; {@link ConfigException} for a version
 * or generation that is not there; {@link ansatz.experiment.RunException} for a disk that is full, read-only or
 * damaged. Nothing was written in any of these cases.
 */
@Component(service = BundleCatalogue.class)
public final class SqliteBundleCatalogue implements BundleCatalogue, AutoCloseable {
  private final Database database;

  /** The catalogue of this process's home, beside the store of runs. */
  @Activate
  public SqliteBundleCatalogue(@Reference Database database) {
    this.database = database;
  }

  public SqliteBundleCatalogue(Home home) {
    this(new Database(home));
  }

  @Override
  public List<BundleVersion> versions() {
    return database.exists()
        ? database.read(BundleRows::all).stream()
            .sorted(Comparator.comparing(BundleVersion::name).thenComparing(v -> Version.parseVersion(v.version())))
            .toList()
        : List.of();
  }

  @Override
  public Optional<BundleVersion> find(String name, String version) {
    return database.exists() ? database.read(link -> BundleRows.find(link, name, version)) : Optional.empty();
  }

  @Override
  public void stage(BundleVersion version) {
    database.write(link -> {
      BundleVersion known = BundleRows.find(link, version.name(), version.version()).orElse(null);
      if (known == null) {
        known = new BundleVersion(version.name(), version.version(), version.sha256(), State.STAGED, version.bytes(),
            version.installed(), version.who());
        BundleRows.insert(link, known);
      } else if (!known.sha256().equals(version.sha256())) {
        throw new RefusedException(version.label() + " is known here with other content (" + shortened(known.sha256())
            + ", installed " + known.installed() + " by " + known.who() + "; this is " + shortened(version.sha256())
            + "): give the changed bundle a version of its own");
      } else if (known.state() == State.STAGED) {
        return null;
      } else {
        BundleRows.state(link, known.name(), known.version(), State.STAGED);
      }
      HomeChain.staged(link, known, version.who());
      return null;
    });
  }

  @Override
  public void retire(String name, String version, String who) {
    database.write(link -> {
      BundleVersion known = BundleRows.find(link, name, version).orElseThrow(() -> unknown(name, version));
      for (Generation g : startable(link)) {
        if (version.equals(g.promoted().get(name))) {
          throw new RefusedException(name + "@" + version + " is promoted (generation " + g.number() + ", " + g.what()
              + "): promote another version or `ansatz bundle rollback` first");
        }
      }
      if (known.state() != State.RETIRED) {
        BundleRows.state(link, name, version, State.RETIRED);
        HomeChain.retired(link, name, version, who);
      }
      return null;
    });
  }

  /** The newest generation and the newest good one, on which a start falls back. */
  private static Set<Generation> startable(Link link) throws SQLException {
    Set<Generation> startable = new LinkedHashSet<>();
    BundleRows.newest(link).ifPresent(startable::add);
    BundleRows.newestGood(link).ifPresent(startable::add);
    return startable;
  }

  @Override
  public List<Generation> generations() {
    return database.exists() ? database.read(BundleRows::generations) : List.of();
  }

  @Override
  public Generation inForce() {
    return database.exists() ? database.read(SqliteBundleCatalogue::inForce) : Generation.BUILT_IN;
  }

  private static Generation inForce(Link link) throws SQLException {
    Generation newest = BundleRows.newest(link).orElse(Generation.BUILT_IN);
    return newest.state() == Generation.State.BAD
        ? BundleRows.newestGood(link).orElse(Generation.BUILT_IN)
        : newest;
  }

  @Override
  public Generation advance(long expected, SortedMap<String, String> promoted, String who, String what) {
    return database.write(link -> {
      Generation last = BundleRows.newest(link).orElse(Generation.BUILT_IN);
      long newest = last.number();
      if (newest != expected) {
        throw new RefusedException("the promoted set has changed meanwhile (generation " + newest + ", not " + expected
            + (newest == 0 ? "" : ": " + last.what() + " by " + last.who())
            + "): look at `ansatz bundle list`, then decide anew");
      }
      for (var entry : promoted.entrySet()) {
        requireStaged(link, entry.getKey(), entry.getValue());
      }
      Generation next = new Generation(newest + 1, promoted, Generation.State.NEW, "", Instant.now(), who, what);
      BundleRows.insert(link, next);
      HomeChain.generation(link, next);
      return next;
    });
  }

  private static void requireStaged(Link link, String name, String version) throws SQLException {
    BundleVersion known = BundleRows.find(link, name, version).orElseThrow(
        () -> new RefusedException(name + "@" + version + " is not installed here: `ansatz bundle install JAR` first"));
    if (known.state() != State.STAGED) {
      throw new RefusedException(known.label() + " is retired: `ansatz bundle install JAR` brings it back");
    }
  }

  @Override
  public void mark(long number, Generation.State state, String process) {
    database.write(link -> {
      if (BundleRows.generation(link, number).isEmpty()) {
        throw new ConfigException("there is no generation " + number + " in " + database.home().folder());
      }
      if (BundleRows.mark(link, number, state, process)) {
        HomeChain.marked(link, number, state, process);
      }
      return null;
    });
  }

  @Override
  public void close() {
    database.close();
  }

  private ConfigException unknown(String name, String version) {
    return new ConfigException("there is no " + name + "@" + version + " in " + database.home().folder()
        + "; see them with `ansatz bundle list`");
  }

  private static String shortened(String sha256) {
    return sha256.substring(0, Math.min(12, sha256.length()));
  }
}
