package ansatz.bundles.library.internal;

import java.nio.file.Path;

/** A bundle's file with what its manifest says of it. @param sha256 digest of its content */
record BundleFile(Path file, String name, String version, String sha256, long bytes) {
  String label() {
    return name + "@" + version;
  }
}
