package ansatz.runner.steps.internal;

import ansatz.experiment.Experiment;
import ansatz.experiment.RunRow;
import ansatz.experiment.Runner.Watcher;
import ansatz.experiment.Work.StepReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a run safe from whoever looks on: what a watcher throws is logged and goes no further. */
final class SafeWatcher implements Watcher {
  private static final Logger LOG = LoggerFactory.getLogger(SafeWatcher.class);

  private final Watcher watcher;

  SafeWatcher(Watcher watcher) {
    this.watcher = watcher;
  }

  private void safely(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.warn("a watcher failed; the run goes on", e);
    }
  }

  @Override
  public void started(RunRow run, Experiment experiment, long done, long total) {
    safely(() -> watcher.started(run, experiment, done, total));
  }

  @Override
  public void stepped(StepReport report, long done, long total) {
    safely(() -> watcher.stepped(report, done, total));
  }

  @Override
  public void acknowledged(long step) {
    safely(() -> watcher.acknowledged(step));
  }

  @Override
  public void notice(String line) {
    LOG.info(line);
    safely(() -> watcher.notice(line));
  }

  @Override
  public boolean stopRequested() {
    try {
      return watcher.stopRequested();
    } catch (RuntimeException e) {
      LOG.warn("a watcher failed; the run goes on", e);
      return false;
    }
  }

  @Override
  public void ended(RunRow run) {
    safely(() -> watcher.ended(run));
  }
}
