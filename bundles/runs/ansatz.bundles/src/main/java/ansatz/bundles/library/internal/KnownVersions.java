package ansatz.bundles.library.internal;

import ansatz.bundles.BundleCatalogue;
import ansatz.bundles.BundleLibrary.Entry;
import ansatz.bundles.BundleVersion;
import ansatz.bundles.ContentStore;
import ansatz.bundles.Generation;
import ansatz.experiment.ConfigException;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Trees;
import ansatz.learn.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.osgi.framework.Version;

/** The built-in versions together with those of the catalogue. */
final class KnownVersions {
  static final String BUILT_IN = "built-in";

  /** Live versions of one bundle, the built-in one included. */
  static final int MOST_LIVE = 3;

  private final Distribution distribution;
  private final BundleCatalogue catalogue;
  private final ContentStore store;

  KnownVersions(Distribution distribution, BundleCatalogue catalogue, ContentStore store) {
    this.distribution = distribution;
    this.catalogue = catalogue;
    this.store = store;
  }

  /** All of them, by name, the newest version first. */
  List<Entry> all() {
    SortedMap<String, String> promoted = inForce().promoted();
    List<Entry> all = new ArrayList<>();
    for (BundleFile part : distribution.parts()) {
      boolean standing = promoted.getOrDefault(part.name(), part.version()).equals(part.version());
      all.add(new Entry(part.name(), part.version(), part.sha256(), BUILT_IN, standing, null));
    }
    for (BundleVersion version : catalogue.versions()) {
      boolean standing = version.version().equals(promoted.get(version.name()));
      String state = version.state().name().toLowerCase(Locale.ROOT);
      all.add(new Entry(version.name(), version.version(), version.sha256(), standing ? "promoted" : state, standing,
          version));
    }
    all.sort(Comparator.comparing(Entry::name).thenComparing(entry -> Version.parseVersion(entry.version()),
        Comparator.reverseOrder()));
    return all;
  }

  /** The version with that label. @throws ConfigException when there is none, with what was probably meant */
  Entry find(String label) {
    List<Entry> all = all();
    for (Entry entry : all) {
      if (label.equals(entry.name() + "@" + entry.version())) {
        return entry;
      }
    }
    List<String> labels = all.stream().map(entry -> entry.name() + "@" + entry.version()).toList();
    List<String> same = labels.stream().filter(l -> l.startsWith(label.split("@", 2)[0] + "@")).toList();
    throw new ConfigException("bundle: " + (label.contains("@")
        ? "no version '" + label + "'"
        : "'" + label + "' does not say which version, write NAME@VERSION") + " — "
        + Suggestion.hint(label, same.isEmpty() ? labels : same) + " (ansatz bundle list)");
  }

  /** Whether the content store has what admission let in, and the verdict that did; a built-in one needs neither. */
  boolean whole(Entry version) {
    return version.installed() == null || store.holds(version.sha256()) && admitted(version.sha256());
  }

  /** Whether the verdict on the bundle with that digest can be read and admitted it. */
  boolean admitted(String sha256) {
    try {
      return Boolean.TRUE.equals(Trees.fromJson(Files.readAllBytes(store.verdict(sha256))).get("admitted"));
    } catch (IOException e) {
      return false;
    }
  }

  /** The generation that a process would start with. */
  Generation inForce() {
    return catalogue.inForce();
  }

  /** The newest generation, whatever became of it: what the next one follows. */
  Generation newest() {
    return catalogue.generations().stream().findFirst().orElse(Generation.BUILT_IN);
  }

  /** The newest generation that is known to start, if a version is in it. */
  Optional<Generation> fallback(Entry version) {
    return catalogue.generations().stream().filter(g -> g.state() == Generation.State.GOOD).findFirst()
        .filter(g -> version.version().equals(g.promoted().get(version.name())));
  }

  /** Name to {@code name@version} and file of what new work would use with a promoted set. */
  SortedMap<String, BundleFile> standing(SortedMap<String, String> promoted) {
    SortedMap<String, BundleFile> standing = new TreeMap<>();
    distribution.parts().forEach(part -> standing.put(part.name(), part));
    Map<String, BundleVersion> known = new LinkedHashMap<>();
    catalogue.versions().forEach(version -> known.put(version.label(), version));
    promoted.forEach((name, version) -> {
      BundleVersion found = known.get(name + "@" + version);
      if (found != null) {
        Path file = store.path(found.sha256());
        standing.put(name, new BundleFile(file, name, version, found.sha256(), found.bytes()));
      }
    });
    return standing;
  }

  /**
   * Rules for a new bundle among those there are.
   *
   * @param holders who uses a version, by its label, in words
   * @return the entry of the same name, version and content; null when it is new
   */
  Entry admits(BundleFile candidate, String jar, Function<String, List<String>> holders) {
    if (distribution.platform().contains(candidate.name())) {
      throw new RefusedException(
          jar + ": " + candidate.name() + " belongs to the platform, which changes only with the "
              + "distribution — build that anew, or give the bundle a name of its own");
    }
    List<Entry> sisters = all().stream().filter(entry -> entry.name().equals(candidate.name())).toList();
    for (Entry sister : sisters) {
      if (sister.version().equals(candidate.version())) {
        if (!sister.sha256().equals(candidate.sha256())) {
          throw new RefusedException(jar + ": " + candidate.label() + " is known with another content ("
              + sister.sha256().substring(0, 12) + ", this is " + candidate.sha256().substring(0, 12)
              + ") — raise Bundle-Version");
        }
        if (!sister.status().equals("retired")) {
          return sister;
        }
      }
    }
    List<Entry> live = sisters.stream().filter(entry -> !entry.status().equals("retired")).toList();
    if (live.size() >= MOST_LIVE) {
      throw new RefusedException(jar + ": " + candidate.name() + " has " + MOST_LIVE + " live versions already: "
          + String.join("; ", live.stream().map(entry -> words(entry, holders)).toList())
          + " — ansatz bundle retire " + retirable(live));
    }
    return null;
  }

  private static String words(Entry entry, Function<String, List<String>> holders) {
    String label = entry.name() + "@" + entry.version();
    List<String> held = holders.apply(label);
    return label + " (" + entry.status() + (held.isEmpty() ? "" : ", used by " + String.join(", ", held)) + ")";
  }

  private static String retirable(List<Entry> live) {
    return live.stream().filter(entry -> entry.installed() != null && !entry.inForce())
        .map(entry -> entry.name() + "@" + entry.version()).findFirst().orElse("NAME@VERSION");
  }
}
