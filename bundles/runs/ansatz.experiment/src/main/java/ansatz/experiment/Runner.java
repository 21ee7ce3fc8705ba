package ansatz.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Executes experiments; the service behind {@code run} and {@code resume}. */
@ProviderType
public interface Runner {
  /** Reads, resolves and checks a file with overrides; writes nothing. @throws ConfigException naming key, rule, next command */
  Experiment prepare(Path file, List<String> overrides);

  /** Runs a prepared experiment to its end or until the watcher asks to stop. */
  RunRow run(Experiment experiment, Path source, List<String> overrides, Watcher watcher);

  /** The same with replacements that take place after given steps: a replay, or one side of a comparison. */
  RunRow run(Experiment experiment, Path source, List<String> overrides, List<Replacement.Planned> plan,
      Watcher watcher);

  /** Takes a run up at its last checkpoint. @throws RefusedException when it is running or finished */
  RunRow resume(String idOrName, Watcher watcher);

  /** The run with that id or name, or {@code @last}, {@code @last2} for the newest and the one before; with CRASHED worked out. */
  RunRow find(String reference);

  /** All runs, newest first, with CRASHED worked out. */
  List<RunRow> list();

  /** The parts on offer. */
  Registry registry();

  /** JSON Schema of experiment files for what is installed now. */
  Map<String, Object> schema();

  /** Looks on; called on the run's thread. Whatever it throws never reaches the run. */
  interface Watcher {
    /** The run exists. */
    default void started(RunRow run, Experiment experiment, long done, long total) {}

    /** A step is done; not yet acknowledged. */
    default void stepped(Work.StepReport report, long done, long total) {}

    /** All steps up to this one are durable. */
    default void acknowledged(long step) {}

    /** Something worth a line: a withdrawn part, a checkpoint that was not valid. */
    default void notice(String line) {}

    /** Asked between steps: true makes the run checkpoint and stop. */
    default boolean stopRequested() {
      return false;
    }

    /** The run's state is final for this process. */
    default void ended(RunRow run) {}
  }
}
