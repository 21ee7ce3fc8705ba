package ansatz.store.sqlite.internal;

import ansatz.experiment.Home;
import ansatz.experiment.RunException;
import ansatz.experiment.RunFolder;
import ansatz.experiment.RunRow;
import ansatz.experiment.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files that a finished run leaves, by digest: its configuration, its lock and what came out; no report. */
final class RunResults {
  private static final List<String> FILES = List.of(RunFolder.CONFIG, RunFolder.LOCK, RunFolder.RESULT,
      RunFolder.ARRAYS, RunFolder.METRICS, RunFolder.TIMINGS, RunFolder.LEDGER);

  private RunResults() {}

  /** File name to SHA-256, of the files that are there. */
  static Map<String, Object> said(Home home, RunRow row) {
    Map<String, Object> said = new TreeMap<>();
    for (String name : FILES) {
      sha256(home, row, name).ifPresent(sha256 -> said.put(name, sha256));
    }
    return said;
  }

  /** SHA-256 of one of the files; nothing where it is not there. @throws RunException when it cannot be read */
  static Optional<String> sha256(Home home, RunRow row, String name) {
    Path file = home.run(row.id()).resolve(name);
    return FILES.contains(name) && Files.isRegularFile(file) ? Optional.of(sha256(name, file)) : Optional.empty();
  }

  private static String sha256(String name, Path file) {
    MessageDigest digest = Trees.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new RunException("file " + name + " cannot be read: " + e, e);
    }
  }
}
