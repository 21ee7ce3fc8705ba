package ansatz.replay;

import ansatz.experiment.ComparisonWriter;
import ansatz.experiment.Disk;
import ansatz.experiment.Divergence;
import ansatz.experiment.Experiment;
import ansatz.experiment.Offer;
import ansatz.experiment.Procedure;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Replacement;
import ansatz.experiment.RunException;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunReader;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.Runner;
import ansatz.experiment.Swap;
import ansatz.experiment.VersionComparer;
import ansatz.experiment.VersionComparison;
import ansatz.experiment.Work;
import ansatz.experiment.VersionComparison.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Two runs of one experiment, the slot filled anew before the first step of each. */
@Component(service = VersionComparer.class)
public final class LocalVersionComparer implements VersionComparer {
  private final Runner runner;
  private final RunReader reader;

  @Activate
  public LocalVersionComparer(@Reference Runner runner, @Reference RunReader reader) {
    this.runner = runner;
    this.reader = reader;
  }

  @Override
  public VersionComparison compare(Path file, List<String> overrides, String slot, String a, String b,
      Runner.Watcher watcher) {
    Experiment experiment = runner.prepare(file, overrides);
    requireParts(experiment, slot, List.of(a, b));
    RunFiles first = side(experiment, file, overrides, slot, a, "A: " + a, watcher);
    RunFiles second = side(experiment, file, overrides, slot, b, "B: " + b, watcher);
    Divergence divergence = Divergence.ofResults(first, second);
    List<Row> rows = VersionRows.of(slot, first, second);
    VersionComparison comparison = new VersionComparison(slot, a, b, first, second, divergence, rows,
        Divergence.tracks(first, second), VersionRows.verdict(rows, divergence));
    write(comparison, watcher);
    return comparison;
  }

  /** Both fill the slot once, in no run, so that what cannot is refused before there is one. */
  private void requireParts(Experiment experiment, String slot, List<String> parts) {
    Procedure procedure = runner.registry().offers(Procedure.class).stream()
        .filter(offer -> offer.name().equals(experiment.procedure())).findFirst().orElseThrow().service();
    try (Work work = procedure.open(experiment, runner.registry())) {
      work.waitsFor(slot, Work.Moment.STEP);
      parts.forEach(part -> work.replace(slot, part));
    }
  }

  private RunFiles side(Experiment experiment, Path file, List<String> overrides, String slot, String part, String why,
      Runner.Watcher watcher) {
    Replacement replacement = new Replacement(slot, part, true, System.getProperty("user.name"), why);
    RunRow row = runner.run(experiment, file, overrides, List.of(new Replacement.Planned(0, replacement)), watcher);
    if (row.state() != RunState.FINISHED) {
      throw new RefusedException("ab: run " + row.name() + " (" + why + ") stopped at step " + row.step() + " of "
          + row.total() + ", so there is nothing to compare — ansatz resume " + row.name() + ", or start anew");
    }
    RunFiles files = reader.read(row.id());
    requireAlone(files, slot, part);
    return files;
  }

  /** What was taken back was not compared: the other steps were done by the incumbent. */
  private static void requireAlone(RunFiles run, String slot, String part) {
    for (Swap swap : run.swaps()) {
      if (swap.slot().equals(slot)
          && (swap.kind() == Swap.Kind.ROLLED_BACK || swap.kind() == Swap.Kind.RESTARTED)) {
        throw new RefusedException("ab: " + part + " (" + swap.from().label() + ") could not do step "
            + (swap.step() + 1) + " of run " + run.row().name() + " and was " + swap.kind().word() + " (" + swap.why()
            + "), so there is nothing to compare — ansatz why " + run.row().name());
      }
    }
  }

  private void write(VersionComparison comparison, Runner.Watcher watcher) {
    for (Offer<ComparisonWriter> writer : runner.registry().offers(ComparisonWriter.class)) {
      Path page = comparison.b().folder().resolve(writer.service().fileName());
      try {
        Disk.SYSTEM.replace(page, writer.service().render(comparison));
        watcher.notice("page " + page);
      } catch (IOException e) {
        throw new RunException("ab: " + page + " could not be written: " + e.getMessage() + " — both runs are safe", e);
      }
    }
  }
}
