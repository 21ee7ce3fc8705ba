package ansatz.itest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Bundles whose manifest somebody edited by hand. */
final class Manifests {
  private Manifests() {}

  /** A copy of the jar with other headers; an empty value takes one out. */
  static Path with(Path jar, Map<String, String> headers) throws IOException {
    Path copy = Files.createTempFile(jar.getParent(), "edited", ".jar");
    try (JarFile file = new JarFile(jar.toFile()); OutputStream out = Files.newOutputStream(copy)) {
      Manifest manifest = new Manifest(file.getManifest());
      headers.forEach((name, value) -> {
        manifest.getMainAttributes().remove(new Attributes.Name(name));
        if (!value.isEmpty()) {
          manifest.getMainAttributes().putValue(name, value);
        }
      });
      try (JarOutputStream packed = new JarOutputStream(out, manifest)) {
        for (JarEntry entry : Collections.list(file.entries())) {
          if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
            packed.putNextEntry(new JarEntry(entry.getName()));
            try (InputStream in = file.getInputStream(entry)) {
              in.transferTo(packed);
            }
          }
        }
      }
    }
    return copy;
  }
}
