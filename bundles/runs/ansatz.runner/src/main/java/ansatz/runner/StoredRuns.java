package ansatz.runner;

import ansatz.data.ArrayFormat;
import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunFolder;
import ansatz.experiment.RunReader;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunStore;
import ansatz.experiment.Runner;
import ansatz.runner.home.internal.RunFilesReader;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Reads the runs of this home back from the store and their folders. */
@Component(service = RunReader.class)
public final class StoredRuns implements RunReader {
  private final Runner runner;
  private final RunFilesReader files;

  @Activate
  public StoredRuns(@Reference Runner runner, @Reference RunStore store,
      @Reference(target = "(ansatz.name=safetensors)") ArrayFormat format) {
    this.runner = runner;
    this.files = new RunFilesReader(store, format);
  }

  @Override
  public RunFiles read(String reference) {
    RunRow row = runner.find(reference);
    return files.read(row, new RunFolder(Home.current().run(row.id()), Disk.SYSTEM));
  }
}
