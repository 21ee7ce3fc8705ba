package ansatz.bundles.live.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;

/** Bundles that are wired to each other and the platform only. */
final class PartSet {
  /** What it is for. */
  enum Purpose {
    /** New work uses it. */
    STANDING,
    /** Loaded since a slot asked for it by version. */
    BESIDE,
    /** Judges candidates. */
    ADMISSION
  }

  private final Purpose purpose;
  private final PartFile root;
  private final Path folder;
  private final List<Bundle> bundles = new ArrayList<>();
  private final List<PartFile> files = new ArrayList<>();

  /** @param root for which the others are there; @param folder of links to jars; both null for a set that is installed from where its jars lie */
  PartSet(Purpose purpose, PartFile root, Path folder) {
    this.purpose = purpose;
    this.root = root;
    this.folder = folder;
  }

  void add(Bundle bundle, PartFile file) {
    bundles.add(bundle);
    files.add(file);
  }

  void remove(Bundle bundle) {
    int at = bundles.indexOf(bundle);
    bundles.remove(at);
    files.remove(at);
  }

  Purpose purpose() {
    return purpose;
  }

  PartFile root() {
    return root;
  }

  Path folder() {
    return folder;
  }

  /** The root first, then what it is wired to. */
  List<Bundle> bundles() {
    return List.copyOf(bundles);
  }

  /** In the order of the bundles. */
  List<PartFile> files() {
    return List.copyOf(files);
  }

  Bundle bundle(String label) {
    for (Bundle bundle : bundles) {
      if (label(bundle).equals(label)) {
        return bundle;
      }
    }
    return null;
  }

  static String label(Bundle bundle) {
    return bundle.getSymbolicName() + "@" + bundle.getVersion();
  }
}
