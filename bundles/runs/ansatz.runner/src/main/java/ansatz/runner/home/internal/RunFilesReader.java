package ansatz.runner.home.internal;

import ansatz.data.ArrayFormat;
import ansatz.data.DataException;
import ansatz.experiment.ChainLink;
import ansatz.experiment.RunException;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunFolder;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunStore;
import ansatz.linalg.Array;
import ansatz.runner.config.internal.ExperimentReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** All of a run, from the store and from the files in its folder. */
public final class RunFilesReader {
  private final RunStore store;
  private final ArrayFormat format;

  public RunFilesReader(RunStore store, ArrayFormat format) {
    this.store = store;
    this.format = format;
  }

  /** @throws RunException naming the file that is missing or broken */
  public RunFiles read(RunRow row, RunFolder folder) {
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
