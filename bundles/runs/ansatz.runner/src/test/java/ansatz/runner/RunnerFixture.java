package ansatz.runner;

import ansatz.data.files.Safetensors;
import ansatz.experiment.Disk;
import ansatz.experiment.Experiment;
import ansatz.experiment.Home;
import ansatz.experiment.Registry;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunStore;
import ansatz.experiment.Runner.Watcher;
import ansatz.experiment.Work.StepReport;
import ansatz.fit.FitFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A runner over a home of its own, with the parts and experiments of {@link FitFixture}. */
public final class RunnerFixture {
  public final Path folder;
  public final Disk disk;
  public final RunStore store;
  public final LocalRunner runner;

  public RunnerFixture(Path folder, RunStore store, Disk disk) {
    this(folder, store, disk, FitFixture.registry());
  }

  public RunnerFixture(Path folder, RunStore store, Disk disk, Registry registry) {
    this.folder = folder;
    this.disk = disk;
    this.store = store;
    this.runner = new LocalRunner(registry, store, new Safetensors(), new Home(folder), disk);
  }

  public Experiment prepare(String yaml, String... overrides) {
    return runner.prepare(write(yaml), List.of(overrides));
  }

  public RunRow run(String yaml, Watcher watcher) {
    return runner.run(prepare(yaml), folder.resolve("experiment.yaml"), List.of(), watcher);
  }

  /** Stops a run after a step, -1 for its end. @param notices takes what is said */
  public static Watcher stopAfter(long step, List<String> notices) {
    return new Watcher() {
      private long done;

      @Override
      public void stepped(StepReport report, long now, long total) {
        done = now;
      }

      @Override
      public boolean stopRequested() {
        return done == step;
      }

      @Override
      public void notice(String line) {
        notices.add(line);
      }
    };
  }

  public Path write(String yaml) {
    try {
      Files.createDirectories(folder);
      return Files.writeString(folder.resolve("experiment.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public byte[] file(RunRow run, String name) {
    try {
      return Files.readAllBytes(folder.resolve("runs").resolve(run.id()).resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
