package ansatz.runner;

import ansatz.data.ArrayFormat;
import ansatz.data.DataException;
import ansatz.experiment.ChainLink;
import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.RunException;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunReader;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunStore;
import ansatz.experiment.Runner;
import ansatz.linalg.Array;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Reads runs back from the store and their folders. */
@Component(service = RunReader.class)
public final class StoredRuns implements RunReader {
  private final Runner runner;
  private final RunStore store;
  private final ArrayFormat format;
  private final RunFolder fixed;

  @Activate
  public StoredRuns(@Reference Runner runner, @Reference RunStore store,
      @Reference(target = "(ansatz.name=safetensors)") ArrayFormat format) {
    this.runner = runner;
    this.store = store;
    this.format = format;
    this.fixed = null;
  }

  /** Reads the one run whose folder is given. */
  StoredRuns(RunStore store, RunFolder folder, ArrayFormat format) {
    this.runner = null;
    this.store = store;
    this.format = format;
    this.fixed = folder;
  }

  @Override
  public RunFiles read(String reference) {
    return read(runner.find(reference));
  }

  RunFiles read(RunRow row) {
    RunFolder folder = fixed == null ? new RunFolder(Home.current().run(row.id()), Disk.SYSTEM) : fixed;
    if (!folder.exists()) {
      throw new RunException("run " + row.name() + " cannot be read back: its folder " + folder.path()
          + " is gone — the store still lists it: ansatz runs");
    }
    try {
      Map<String, Object> config = ExperimentReader.read(folder.path().resolve(RunFolder.CONFIG));
      Map<String, Object> result = folder.has(RunFolder.RESULT)
          ? folder.json(RunFolder.RESULT)
          : Map.of();
      SortedMap<String, Array> arrays = folder.has(RunFolder.ARRAYS)
          ? format.decode(folder.read(RunFolder.ARRAYS)).arrays()
          : new TreeMap<>();
      return new RunFiles(row, folder.path(), config, folder.json(RunFolder.LOCK), result, arrays,
          store.points(row.id()), store.timings(row.id()), store.ledger(row.id()), store.swaps(row.id()),
          head(row.id()));
    } catch (IOException | DataException e) {
      throw new RunException("run " + row.name() + " cannot be read back from " + folder.path() + ": " + e.getMessage(),
          e);
    }
  }

  private ChainLink head(String id) {
    List<ChainLink> chain = store.chain(id);
    return chain.isEmpty() ? ChainLink.NONE : chain.getLast();
  }
}
