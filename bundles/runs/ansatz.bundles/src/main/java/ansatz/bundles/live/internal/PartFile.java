package ansatz.bundles.live.internal;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A version of a part and where its jar lies.
 *
 * @param sha256 digest of its content; empty where it was not asked for
 */
record PartFile(String name, String version, String sha256, Path file) {
  String label() {
    return name + "@" + version;
  }

  /** As it stands in a boot set. */
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", name);
    tree.put("version", version);
    tree.put("sha256", sha256);
    tree.put("file", file.toString());
    return tree;
  }

  static PartFile of(Map<?, ?> tree) {
    return new PartFile(text(tree, "name"), text(tree, "version"), text(tree, "sha256"),
        Path.of(text(tree, "file")));
  }

  private static String text(Map<?, ?> tree, String key) {
    if (tree.get(key) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("a bundle of the boot set has no " + key + ": " + tree);
  }
}
