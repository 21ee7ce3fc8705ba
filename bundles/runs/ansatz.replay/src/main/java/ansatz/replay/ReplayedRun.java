package ansatz.replay;

import ansatz.data.ArrayFormat;
import ansatz.data.DataException;
import ansatz.experiment.ChainLink;
import ansatz.experiment.Disk;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.Point;
import ansatz.experiment.RunException;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunFolder;
import ansatz.experiment.Source;
import ansatz.experiment.Timing;
import ansatz.experiment.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A run of another home, read from the files that it leaves in its folder: what they hold is what the store holds. */
final class ReplayedRun {
  private ReplayedRun() {}

  /** The folder of the only run in a home; empty before there is one. */
  static Optional<Path> folder(Path home) {
    Path runs = home.resolve("runs");
    if (!Files.isDirectory(runs)) {
      return Optional.empty();
    }
    try (Stream<Path> folders = Files.list(runs)) {
      return folders.findFirst();
    } catch (IOException e) {
      throw new RunException(runs + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The tree of its lock, as soon as it is written. */
  static Optional<Map<String, Object>> lock(Path home) {
    return folder(home).map(f -> new RunFolder(f, Disk.SYSTEM)).filter(f -> f.has(RunFolder.LOCK)).map(f -> {
      try {
        return f.json(RunFolder.LOCK);
      } catch (IOException e) {
        throw new RunException("the replay's lock cannot be read: " + e.getMessage(), e);
      }
    });
  }

  /** All of a finished one. @param replayed the run of which it has row and configuration */
  static RunFiles read(Path path, RunFiles replayed, ArrayFormat format) {
    RunFolder folder = new RunFolder(path, Disk.SYSTEM);
    try {
      return new RunFiles(replayed.row(), path, replayed.config(), folder.json(RunFolder.LOCK),
          folder.json(RunFolder.RESULT), format.decode(folder.read(RunFolder.ARRAYS)).arrays(), points(folder),
          timings(folder), ledger(folder), List.of(), ChainLink.NONE);
    } catch (IOException | DataException e) {
      throw new RunException("what the replay left in " + path + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<Point> points(RunFolder folder) throws IOException {
    return rows(folder, RunFolder.METRICS).stream()
        .map(c -> new Point(Long.parseLong(c.get(0)), c.get(1), c.get(2), Double.parseDouble(c.get(3)))).toList();
  }

  private static List<Timing> timings(RunFolder folder) throws IOException {
    return rows(folder, RunFolder.TIMINGS).stream()
        .map(c -> new Timing(Long.parseLong(c.get(0)), c.get(1), Double.parseDouble(c.get(2)))).toList();
  }

  /** The rows of a file as {@link RunFolder} writes them, without the header. */
  private static List<List<String>> rows(RunFolder folder, String name) throws IOException {
    List<List<String>> rows = cells(new String(folder.read(name), StandardCharsets.UTF_8));
    return rows.subList(Math.min(1, rows.size()), rows.size());
  }

  /** RFC 4180 with line feeds. */
  static List<List<String>> cells(String csv) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      if (quoted) {
        boolean doubled = c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"';
        quoted = c != '"' || doubled;
        i += doubled ? 1 : 0;
        if (quoted) {
          cell.append(c);
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == ',' || c == '\n') {
        row.add(cell.toString());
        cell.setLength(0);
        if (c == '\n') {
          rows.add(row);
          row = new ArrayList<>();
        }
      } else {
        cell.append(c);
      }
    }
    return rows;
  }

  /** {@code ledger.json} is a list: it is read inside an object. */
  private static List<LedgerEntry> ledger(RunFolder folder) throws IOException {
    String list = new String(folder.read(RunFolder.LEDGER), StandardCharsets.UTF_8);
    Object entries = Trees.fromJson(("{\"ledger\":" + list + "}").getBytes(StandardCharsets.UTF_8))
        .get("ledger");
    List<LedgerEntry> ledger = new ArrayList<>();
    for (Object each : (List<?>) entries) {
      Map<?, ?> e = (Map<?, ?>) each;
      TreeMap<String, String> wiring = new TreeMap<>();
      ((Map<?, ?>) e.get("wiring")).forEach((label, sha256) -> wiring.put((String) label, (String) sha256));
      ledger.add(new LedgerEntry((String) e.get("slot"), ((Number) e.get("fromStep")).longValue(),
          ((Number) e.get("toStep")).longValue(), (String) e.get("part"),
          new Source((String) e.get("bundle"), (String) e.get("version"), (String) e.get("sha256"), wiring),
          (String) e.get("who"), (String) e.get("why")));
    }
    return ledger;
  }
}
