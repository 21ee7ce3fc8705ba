package ansatz.runner;

import ansatz.bundles.LiveBundles;
import ansatz.data.files.Safetensors;
import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.PlainRegistry;
import ansatz.experiment.Procedure;
import ansatz.experiment.RunStore;
import ansatz.fit.FitProcedure;
import ansatz.fixtures.RunnerFixture;
import ansatz.fixtures.SmallExperiments;
import java.nio.file.Path;

/** This runner over a home of its own. */
public final class LocalFixture {
  private LocalFixture() {}

  public static RunnerFixture open(Path folder, RunStore store, Disk disk) {
    return open(folder, store, disk, SmallExperiments.registry());
  }

  /** @param parts to which the procedure is added */
  public static RunnerFixture open(Path folder, RunStore store, Disk disk, PlainRegistry parts) {
    return new RunnerFixture(folder, new LocalRunner(parts.with(Procedure.class, new FitProcedure()), store,
        new Safetensors(), new Home(folder), disk));
  }

  /** Gives the runner the versions of a process. */
  public static void live(RunnerFixture fixture, LiveBundles bundles) {
    ((LocalRunner) fixture.runner).live = bundles;
  }
}
