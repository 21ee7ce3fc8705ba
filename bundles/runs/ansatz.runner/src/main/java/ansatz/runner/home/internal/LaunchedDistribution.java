package ansatz.runner.home.internal;

import ansatz.bundles.ContentDigest;
import ansatz.bundles.DigestCache;
import ansatz.bundles.LiveBundles;
import ansatz.experiment.LockedBundle;
import ansatz.experiment.RunException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * What this process was started from: where in the distribution each bundle stands, launcher, framework and
 * configuration. With it and the content store a replay lays out the same distribution again.
 */
public final class LaunchedDistribution {
  private static final String REFERENCE = "reference:";
  private static final Pattern PLATFORM = Pattern.compile("/(bundles/\\d+/[^/]+\\.jar)$");

  private final BundleContext context;
  private final LiveBundles live;
  private final DigestCache digests;
  private final Path dist;

  /** The distribution of this process. */
  public LaunchedDistribution(BundleContext context, LiveBundles live, DigestCache digests) {
    this(context, live, digests, Path.of(System.getProperty("ansatz.dist", "")));
  }

  LaunchedDistribution(BundleContext context, LiveBundles live, DigestCache digests, Path dist) {
    this.context = context;
    this.live = live;
    this.digests = digests;
    this.dist = dist;
  }

  /**
   * Every bundle that new work stands on: platform and standing parts, fragments too. What is loaded beside them for a
   * slot stands in the ledger.
   */
  List<LockedBundle> bundles() {
    List<LockedBundle> bundles = new ArrayList<>();
    for (Bundle bundle : context.getBundles()) {
      if ((bundle.getState() & (Bundle.RESOLVED | Bundle.ACTIVE | Bundle.STARTING)) != 0
          && live.standing(bundle.getBundleId())) {
        bundles.add(new LockedBundle(bundle.getSymbolicName(), bundle.getVersion().toString(),
            ContentDigest.of(bundle, digests),
            bundle.getBundleId() == 0 ? LockedBundle.LIB : place(bundle.getLocation())));
      }
    }
    digests.save();
    return bundles;
  }

  /** {@code bundles/10/x.jar} for {@code reference:file:/.../bundles/10/x.jar}; parts live anywhere. */
  static String place(String location) {
    Matcher platform = PLATFORM.matcher(URI
        .create(location.startsWith(REFERENCE) ? location.substring(REFERENCE.length()) : location).getPath());
    return platform.find() ? platform.group(1) : LockedBundle.PARTS;
  }

  /** The files that are no bundles: those of {@code lib} by digest, those of {@code config} as they are. */
  Map<String, Object> files() {
    try {
      List<Object> lib = new ArrayList<>();
      for (Path jar : list(dist.resolve(LockedBundle.LIB))) {
        lib.add(Map.of("file", jar.getFileName().toString(), "sha256", digests.of(jar)));
      }
      Map<String, Object> config = new LinkedHashMap<>();
      for (Path file : list(dist.resolve("config"))) {
        config.put(file.getFileName().toString(), Files.readString(file));
      }
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put(LockedBundle.LIB, lib);
      tree.put("config", config);
      return tree;
    } catch (IOException e) {
      throw new RunException("the distribution " + dist + " cannot be written down for the run's lock: "
          + e.getMessage() + " — build it again: mvn -DskipTests package", e);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
