package ansatz.experiment;

import ansatz.learn.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The file that was probably meant. */
public final class NearbyFile {
  private NearbyFile() {}

  /** {@code  — did you mean 'config/experiments/diabetes.yaml'?}, or nothing. */
  public static String hint(Path missing) {
    Path folder = missing.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return folder == null ? "" : " (and no folder " + folder + ")";
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.map(f -> f.getFileName().toString()).sorted().toList();
      return Suggestion.nearest(missing.getFileName().toString(), names)
          .map(name -> " — did you mean '" + missing.resolveSibling(name) + "'?").orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
