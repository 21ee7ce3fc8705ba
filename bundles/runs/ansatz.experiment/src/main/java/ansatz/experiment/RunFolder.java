package ansatz.runner;

import ansatz.experiment.Trees;
import ansatz.experiment.Disk;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.Point;
import ansatz.experiment.RunException;
import ansatz.experiment.Timing;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The folder of a run; every file in it is written whole or not at all. */
final class RunFolder {
  static final String CONFIG = "config.yaml";
  static final String LOCK = "ansatz.lock";
  /** What is to fill slots at steps known beforehand; only where there is such a plan. */
  static final String PLAN = "plan.json";
  static final String RESULT = "result.json";
  static final String ARRAYS = "result.safetensors";
  static final String METRICS = "metrics.csv";
  static final String TIMINGS = "timings.csv";
  static final String LEDGER = "ledger.json";

  private final Path folder;
  private final Disk disk;

  RunFolder(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  Path path() {
    return folder;
  }

  /** Makes the folder, which must be new, and its name durable. */
  void create() {
    try {
      disk.makeFolders(folder.getParent());
      disk.makeFolder(folder);
      disk.forceFolder(folder.getParent());
    } catch (IOException e) {
      throw failed(folder.toString(), e);
    }
  }

  void write(String name, byte[] content) {
    try {
      disk.replace(folder.resolve(name), content);
    } catch (IOException e) {
      throw failed(name, e);
    }
  }

  byte[] read(String name) throws IOException {
    return disk.read(folder.resolve(name));
  }

  /** A file's tree. @throws IOException that says in one line which file is missing or broken, and where */
  Map<String, Object> json(String name) throws IOException {
    try {
      return Trees.fromJson(read(name));
    } catch (NoSuchFileException e) {
      throw new IOException(name + " is missing", e);
    } catch (JsonProcessingException e) {
      String at = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
      throw new IOException(name + at + ": not the JSON that was written there", e);
    }
  }

  boolean exists() {
    return Files.isDirectory(folder);
  }

  boolean has(String name) {
    return Files.exists(folder.resolve(name));
  }

  void writeMetrics(List<Point> points) {
    write(METRICS, csv("step,series,metric,value", points, (p, line) -> line.append(p.step()).append(',')
        .append(quoted(p.series())).append(',').append(quoted(p.metric())).append(',').append(p.value())));
  }

  void writeTimings(List<Timing> timings) {
    write(TIMINGS, csv("step,label,seconds", timings,
        (t, line) -> line.append(t.step()).append(',').append(quoted(t.label())).append(',').append(t.seconds())));
  }

  void writeLedger(List<LedgerEntry> ledger) {
    List<Object> entries = new ArrayList<>();
    for (LedgerEntry e : ledger) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("slot", e.slot());
      entry.put("fromStep", e.fromStep());
      entry.put("toStep", e.toStep());
      entry.put("part", e.part());
      entry.put("bundle", e.source().bundle());
      entry.put("version", e.source().version());
      entry.put("sha256", e.source().sha256());
      entry.put("wiring", e.source().wiring());
      entry.put("who", e.who());
      entry.put("why", e.why());
      entries.add(entry);
    }
    write(LEDGER, Trees.json(entries));
  }

  private static <T> byte[] csv(String header, List<T> rows, BiFunction<T, StringBuilder, StringBuilder> line) {
    StringBuilder text = new StringBuilder(header).append('\n');
    rows.forEach(row -> line.apply(row, text).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String quoted(String text) {
    return text.matches("[^\",\\n\\r]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  private RunException failed(String name, IOException e) {
    if (e instanceof AccessDeniedException) {
      return new RunException("could not write " + name + " in " + folder
          + ": permission denied — make the home writable for you, or choose another with ANSATZ_HOME", e);
    }
    return new RunException("could not write " + name + ": " + e.getMessage() + " — is the disk full? df " + folder
        + " (ansatz doctor)", e);
  }
}
