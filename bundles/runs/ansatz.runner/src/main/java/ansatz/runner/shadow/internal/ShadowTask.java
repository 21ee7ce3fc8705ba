package ansatz.runner.shadow.internal;

import ansatz.bundles.ChildTask;
import ansatz.data.ArrayFormat;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Disk;
import ansatz.experiment.Experiment;
import ansatz.experiment.Offer;
import ansatz.experiment.Procedure;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Registry;
import ansatz.experiment.Runner;
import ansatz.experiment.Snapshot;
import ansatz.experiment.Trees;
import ansatz.experiment.Work;
import ansatz.learn.Name;
import ansatz.runner.checkpoint.internal.SnapshotCodec;
import ansatz.runner.checkpoint.internal.SnapshotSlots;
import ansatz.runner.config.internal.ExperimentReader;
import ansatz.runner.supervision.internal.ExitHook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The shadow's own process: opens the experiment twice, takes up one snapshot in both, fills a slot anew in one of them
 * and compares the next steps.
 */
@Component(service = ChildTask.class)
@Name("shadow")
public final class ShadowTask implements ChildTask {
  private final Registry registry;
  private final SnapshotCodec codec;

  @Activate
  public ShadowTask(@Reference Runner runner, @Reference(target = "(ansatz.name=safetensors)") ArrayFormat format) {
    this(runner.registry(), format);
  }

  ShadowTask(Registry registry, ArrayFormat format) {
    this.registry = registry;
    this.codec = new SnapshotCodec(format);
  }

  @Override
  public int run(Path folder) throws IOException {
    Map<String, Object> request = Trees.fromJson(Files.readAllBytes(folder.resolve(Shadow.REQUEST)));
    Snapshot snapshot = codec.decode(Files.readAllBytes(Path.of((String) request.get("snapshot"))));
    Experiment experiment = experiment(Path.of((String) request.get("config")));
    try (ExitHook _ = new ExitHook(where -> System.err.println("the process was ended by System.exit at " + where));
        Work incumbent = open(experiment, snapshot);
        Work candidate = open(experiment, snapshot)) {
      Disk.SYSTEM.replace(folder.resolve(Shadow.VERDICT), Trees.json(verdict(folder, request, incumbent, candidate)
          .tree()));
    }
    return 0;
  }

  private static ShadowVerdict verdict(Path folder, Map<String, Object> request, Work incumbent, Work candidate)
      throws IOException {
    try {
      if (Boolean.TRUE.equals(request.get("anew"))) {
        incumbent.restart((String) request.get("slot"));
        candidate.restart((String) request.get("slot"));
      }
      candidate.replace((String) request.get("slot"), (String) request.get("part"));
    } catch (Throwable e) {
      boolean told = e instanceof RefusedException || e instanceof ConfigException;
      return ShadowVerdict.refused("it could not take over: " + (told ? e.getMessage() : e.toString()));
    }
    Files.createFile(folder.resolve(Shadow.READY));
    double tolerance = ((Number) request.get("tolerance")).doubleValue();
    long steps = ((Number) request.get("steps")).longValue();
    return new ShadowComparison(incumbent, candidate, tolerance, System::nanoTime).compare(steps);
  }

  private Experiment experiment(Path config) {
    Map<String, Object> tree = ExperimentReader.read(config);
    String procedure = registry.offers(Procedure.class).stream().map(Offer::name).filter(tree::containsKey).findFirst()
        .orElseThrow(() -> new ConfigException(config + " has no section of a procedure that is installed"));
    return new Experiment((String) tree.get("name"), ((Number) tree.get("seed")).longValue(), procedure, tree);
  }

  private Work open(Experiment experiment, Snapshot snapshot) {
    Procedure procedure = registry.offers(Procedure.class).stream()
        .filter(o -> o.name().equals(experiment.procedure())).findFirst().orElseThrow().service();
    Work work = SnapshotSlots.open(procedure, experiment, registry, snapshot.slots());
    try {
      if (!snapshot.dataFingerprint().equals(work.facts().get("fingerprint"))) {
        throw new RefusedException("the data have changed since the run started");
      }
      work.restore(snapshot.state());
      return work;
    } catch (RuntimeException e) {
      work.close();
      throw e;
    }
  }
}
