package ansatz.experiment;

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
public final class RunFolder {
  public static final String CONFIG = "config.yaml";
  public static final String LOCK = "ansatz.lock";
  /** What is to fill slots at steps known beforehand; only where there is such a plan. */
  public static final String PLAN = "plan.json";
  public static final String RESULT = "result.json";
  public static final String ARRAYS = "result.safetensors";
  public static final String METRICS = "metrics.csv";
  public static final String TIMINGS = "timings.csv";
  public static final String LEDGER = "ledger.json";

  private final Path folder;
  private final Disk disk;

  public RunFolder(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  public Path path() {
    return folder;
  }

  /** Makes the folder, which must be new, and its name durable. */
  public void create() {
    try {
      disk.makeFolders(folder.getParent());
      disk.makeFolder(folder);
      disk.forceFolder(folder.getParent());
    } catch (IOException e) {
      throw failed(folder.toString(), e);
    }
  }

  public void write(String name, byte[] content) {
    try {
      disk.replace(folder.resolve(name), content);
    } catch (IOException e) {
      throw failed(name, e);
    }
  }

  public byte[] read(String name) throws IOException {
    return disk.read(folder.resolve(name));
  }

  /** A file's tree. @throws IOException that says in one line which file is missing or broken, and where */
  public Map<String, Object> json(String name) throws IOException {
    try {
      return Trees.fromJson(read(name));
    } catch (NoSuchFileException e) {
      throw new IOException(name + " is missing", e);
    } catch (JsonProcessingException e) {
      String at = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
      throw new IOException(name + at + ": not the JSON that was written there", e);
    }
  }

  public boolean exists() {
    return Files.isDirectory(folder);
  }

  public boolean has(String name) {
    return Files.exists(folder.resolve(name));
  }

  public void writeMetrics(List<Point> points) {
    write(METRICS, csv("step,series,metric,value", points, (p, line) -> line.append(p.step()).append(',')
        .append(quoted(p.series())).append(',').append(quoted(p.metric())).append(',').append(p.value())));
  }

  public void writeTimings(List<Timing> timings) {
    write(TIMINGS, csv("step,label,seconds", timings,
        (t, line) -> line.append(t.step()).append(',').append(quoted(t.label())).append(',').append(t.seconds())));
  }

  public void writeLedger(List<LedgerEntry> ledger) {
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
