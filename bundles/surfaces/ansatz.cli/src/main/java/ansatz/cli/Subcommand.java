package ansatz.cli;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A command of the command line: a prototype-scoped service whose class carries picocli's annotations for its name, its
 * options and its help. Each execution gets a fresh instance.
 */
@ConsumerType
public interface Subcommand {
  /**
   * Does what the command says.
   *
   * @return the exit code: 0 ok, 1 the run failed, 2 a bad file or argument, 3 refused, 130 interrupted
   * @throws ansatz.experiment.ConfigException for bad arguments: exit code 2
   * @throws ansatz.experiment.RefusedException for what cannot be now: exit code 3
   * @throws Exception for what went wrong: exit code 1
   */
  int run(Session session) throws Exception;
}
