package ansatz.cli.internal;

import ansatz.data.DataException;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Home;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import ansatz.learn.ParamException;
import java.io.PrintStream;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Errors as one line: {@code error WHAT: RULE — NEXT COMMAND}, with the exit code that belongs to them. */
final class Failure {
  private static final String LOG = "/logs/";

  private final PrintStream err;

  Failure(PrintStream err) {
    this.err = err;
  }

  /** Words that the command line does not know. */
  int usage(ParameterException problem) {
    String name = problem.getCommandLine().getCommandSpec().qualifiedName();
    err.println("error " + name + ": " + rule(problem) + " — " + name + " --help");
    return ExitCode.BAD;
  }

  private static String rule(ParameterException problem) {
    if (problem instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String word = unmatched.getUnmatched().getFirst();
      List<String> near = unmatched.getSuggestions();
      String kind = unmatched.isUnknownOption()
          ? "unknown option '"
          : problem.getCommandLine().getSubcommands().isEmpty() ? "unexpected argument '" : "unknown command '";
      return kind + word + "'" + (near.isEmpty() ? "" : ", did you mean '" + near.getFirst() + "'?");
    }
    String message = problem.getMessage();
    return problem instanceof MissingParameterException
        ? Character.toLowerCase(message.charAt(0)) + message.substring(1)
        : message;
  }

  /** What a command threw. */
  int of(Throwable problem, CommandLine at, boolean verbose) {
    if (verbose) {
      problem.printStackTrace(err);
    }
    String message = problem.getMessage();
    return switch (problem) {
      case ConfigException e -> line(message, ExitCode.BAD);
      case ParamException e -> line(message, ExitCode.BAD);
      case DataException e -> line(message, ExitCode.BAD);
      case RefusedException e -> line(message, ExitCode.REFUSED);
      case RunException e -> line(message, ExitCode.FAILED);
      case ParameterException e -> usage(e);
      default -> unexpected(problem, at, verbose);
    };
  }

  private int line(String message, int code) {
    err.println(message.startsWith("error ") ? message : "error " + message);
    return code;
  }

  private int unexpected(Throwable problem, CommandLine at, boolean verbose) {
    // At INFO it reaches the log file, but not the terminal.
    Logger.getLogger("ansatz.cli").log(Level.INFO, at.getCommandSpec().qualifiedName(), problem);
    String what = problem.getMessage() == null ? "" : " " + problem.getMessage().lines().findFirst().orElse("");
    err.println("error " + at.getCommandName() + ": " + kind(problem.getClass()).getSimpleName() + what
        + " — " + (verbose ? "" : "-v prints the stack trace; ") + "the log is in " + Home.current().folder() + LOG);
    return ExitCode.FAILED;
  }

  /** The class that people can name: it, or the first public one that it extends. */
  private static Class<?> kind(Class<?> problem) {
    return Modifier.isPublic(problem.getModifiers()) ? problem : kind(problem.getSuperclass());
  }
}
