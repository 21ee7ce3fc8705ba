package ansatz.bundles;

import ansatz.experiment.RunRow;
import ansatz.experiment.Usage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** The life cycle of bundles in a home; the service behind {@code ansatz bundle}. */
@ProviderType
public interface BundleLibrary {
  /**
   * Quarantine, checks of the file, admission in a JVM of its own, content store, staged. Installing what is staged
   * already changes nothing and says so.
   *
   * @param progress a line at each stage
   * @throws ansatz.experiment.ConfigException for a file that is no bundle
   * @throws ansatz.experiment.RefusedException for a bundle that was not admitted, with rule and cure; the verdict's file is named
   */
  BundleVersion install(Path jar, Consumer<String> progress);

  /**
   * Makes a staged version the one that new work uses; a built-in one takes the place of what was promoted. Where other
   * parts stand now than when it was admitted, it is admitted again; then a process of its own starts with it.
   *
   * @param label {@code name@version}
   * @param progress a line at each stage
   */
  Generation promote(String label, Consumer<String> progress);

  /** Goes back to the promoted set before the newest one. */
  Generation rollback();

  /**
   * Ends a version: no new work may use it, every process with a running run that loaded it unloads it and proves that.
   *
   * @param force even if runs cannot be resumed without it, see {@link #neededBy}
   * @return one proof a process, by pid; empty when no process had loaded it
   * @throws ansatz.experiment.RefusedException when it is promoted, held or needed, naming the holders or the runs
   */
  Map<String, LiveBundles.Unloaded> retire(String label, boolean force);

  /** Every version there is: built-in ones of the distribution and installed ones. */
  List<Entry> list();

  /** All that is known of a version, its verdict included: a tree for people and JSON. */
  Map<String, Object> show(String label);

  /** Checks every file of the content store against its digest and the catalogue; what does not hold. */
  List<String> verify();

  /** Which runs used or use a version. */
  List<Usage> impact(String label);

  /** Runs that were interrupted, failed or crashed while it filled a slot: they cannot be resumed without it. */
  List<RunRow> neededBy(String label);

  /** Copies every bundle of this process that is not in the content store yet, the framework and launcher included; {@code name@version} to digest. */
  Map<String, String> keepLaunched();

  /** A version in the list. @param status built-in, staged, promoted, retired */
  record Entry(String name, String version, String sha256, String status, boolean inForce, BundleVersion installed) {}
}
