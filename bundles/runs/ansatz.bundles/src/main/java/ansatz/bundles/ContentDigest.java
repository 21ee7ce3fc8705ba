package ansatz.bundles;

import ansatz.experiment.RunException;
import ansatz.experiment.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.osgi.framework.Bundle;

/**
 * SHA-256 of what a bundle contains: names and bytes of its entries in order of name, without {@code META-INF/maven},
 * so that the same sources give the same digest whoever built them.
 */
public final class ContentDigest {
  private static final String REFERENCE = "reference:";

  private ContentDigest() {}

  /** The digest of a running bundle's jar. */
  public static String of(Bundle bundle, DigestCache cache) {
    try {
      return cache.of(file(bundle));
    } catch (IOException e) {
      throw new RunException(bundle + ": its content cannot be read for the digest: " + e.getMessage(), e);
    }
  }

  /** The digest of a jar file. */
  public static String of(Path jar) throws IOException {
    MessageDigest sha = Trees.digest();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<? extends ZipEntry> entries = Collections.list(zip.entries()).stream()
          .filter(e -> !e.isDirectory() && !e.getName().startsWith("META-INF/maven/"))
          .sorted(Comparator.comparing(ZipEntry::getName)).toList();
      byte[] buffer = new byte[1 << 16];
      for (ZipEntry entry : entries) {
        sha.update((entry.getName() + "\n" + entry.getSize() + "\n").getBytes(StandardCharsets.UTF_8));
        try (InputStream in = zip.getInputStream(entry)) {
          for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            sha.update(buffer, 0, n);
          }
        }
      }
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  /** The file of a running bundle; the framework has one too. */
  public static Path file(Bundle bundle) throws IOException {
    Path path = Path.of(address(bundle));
    if (!Files.isRegularFile(path)) {
      throw new IOException(path + " is not there any more");
    }
    return path.toRealPath();
  }

  private static URI address(Bundle bundle) throws IOException {
    try {
      if (bundle.getBundleId() == 0) {
        CodeSource source = bundle.getClass().getProtectionDomain().getCodeSource();
        return source.getLocation().toURI();
      }
      String location = bundle.getLocation();
      return new URI(location.startsWith(REFERENCE) ? location.substring(REFERENCE.length()) : location);
    } catch (URISyntaxException e) {
      throw new IOException(bundle + " is in no file: " + e.getMessage(), e);
    }
  }
}
