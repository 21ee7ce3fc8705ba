package ansatz.runner.supervision.internal;

import ansatz.experiment.Disk;
import ansatz.experiment.RunException;
import ansatz.experiment.RunRow;
import ansatz.experiment.Source;
import ansatz.experiment.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What helps when code that was put in hangs or ends the process, since nothing in a process can stop either: this
 * process starts anew and resumes the run at its last checkpoint under the incumbent.
 *
 * <p>The decision is durable in {@value #FILE} before it is acted on; whoever resumes the run obeys it, so that no power
 * loss in between brings the culprit back. A process acts once.
 */
public final class Supervisor {
  /** In the run's folder: which slot is to go back to its incumbent, from which code, and why. */
  public static final String FILE = "restart.json";

  /** Environment variable by which the process that starts anew knows up to which step that was: {@code STEP SLOT}. */
  public static final String RESTARTED = "ANSATZ_RESTARTED";

  private static final String MAIN = "ansatz.launcher.Main";
  private static final int FAILED = 1;

  /** How a process leaves. */
  public interface Exit {
    /** Does not return, or throws. */
    void replace(List<String> command, Map<String, String> environment);

    /** Does not return. */
    void halt(int code);

    /** The operating system's ways. */
    public Exit SYSTEM = new Exit() {
      @Override
      public void replace(List<String> command, Map<String, String> environment) {
        ProcessImage.replace(command, environment);
      }

      @Override
      public void halt(int code) {
        Runtime.getRuntime().halt(code);
      }
    };
  }

  /**
   * What went wrong.
   *
   * @param step the one that was not finished
   * @param what {@code has not ended for 31 s}, {@code ended the process by System.exit at zoo.Exit.step}
   */
  public record Culprit(String slot, String part, Source source, long step, String what) {
    String label() {
      return part + " (" + source.label() + ")";
    }
  }

  private final RunRow run;
  private final Path folder;
  private final Disk disk;
  private final Exit exit;
  private final AtomicBoolean acts = new AtomicBoolean();

  public Supervisor(RunRow run, Path folder, Disk disk, Exit exit) {
    this.run = run;
    this.folder = folder;
    this.disk = disk;
    this.exit = exit;
  }

  /** Whether this process is about to be replaced. */
  public boolean acts() {
    return acts.get();
  }

  /** Resumes the run under the incumbent, in this process's place; returns only to whoever comes second. */
  public void restart(Culprit culprit) {
    if (!acts.compareAndSet(false, true)) {
      return;
    }
    String told = "run " + run.name() + ": step " + culprit.step() + " under " + culprit.label() + " in slot "
        + culprit.slot() + " " + culprit.what();
    try {
      disk.replace(folder.resolve(FILE), Trees.json(tree(culprit)));
    } catch (IOException e) {
      end(told + "; and that it is to be taken out could not be written down: " + e.getMessage());
      return;
    }
    Path script = script();
    if (script == null) {
      end(told);
      return;
    }
    say(told + " — resuming at the last checkpoint under the incumbent");
    try {
      exit.replace(command(script, run.id(), System.getProperty("ansatz.home"), arguments()), environment(culprit));
    } catch (RunException e) {
      end(e.getMessage());
    }
  }

  /** Gives up: neither the candidate nor the incumbent could go on. */
  public void fail(String what) {
    if (acts.compareAndSet(false, true)) {
      end("run " + run.name() + ": " + what);
    }
  }

  private void end(String told) {
    say("error " + told + " — ansatz resume " + run.name());
    exit.halt(FAILED);
  }

  /** One line, below the progress of a terminal. */
  private static void say(String line) {
    boolean terminal = System.getProperty("ansatz.tty", "").contains("err");
    System.err.println((terminal ? "\n" : "") + line);
    System.err.flush();
  }

  private static Map<String, Object> tree(Culprit culprit) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("slot", culprit.slot());
    tree.put("part", culprit.part());
    tree.put("bundle", culprit.source().bundle());
    tree.put("version", culprit.source().version());
    tree.put("reason", culprit.what());
    tree.put("step", culprit.step());
    return tree;
  }

  /** The script that started this process; null where there is none to start again. */
  private static Path script() {
    String command = System.getProperty("ansatz.command");
    boolean usable = command != null && ProcessImage.replaceable() && Files.isExecutable(Path.of(command));
    return usable ? Path.of(command).toAbsolutePath() : null;
  }

  private static List<String> arguments() {
    return List.of(ProcessHandle.current().info().arguments().orElse(new String[0]));
  }

  /** The same distribution and virtual machine, whatever else has been built or installed meanwhile. */
  private static Map<String, String> environment(Culprit culprit) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put(RESTARTED, culprit.step() + " " + culprit.slot());
    variables.put("ANSATZ_JAVA_HOME", System.getProperty("java.home"));
    String dist = System.getProperty("ansatz.dist");
    if (dist != null) {
      variables.put("ANSATZ_DIST", dist);
    }
    return variables;
  }

  /** {@code SCRIPT [--json ...] resume RUN --home HOME}: the options of the whole command line stay. */
  static List<String> command(Path script, String run, String home, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    List<String> mine = arguments.subList(arguments.indexOf(MAIN) + 1, arguments.size());
    for (int i = 0; i < mine.size(); i++) {
      String word = mine.get(i);
      if (word.equals("--")) {
        break;
      }
      if (List.of("--json", "-v", "--verbose", "--safe").contains(word) || word.startsWith("--color=")) {
        command.add(word);
      } else if (word.equals("--color") && i + 1 < mine.size()) {
        command.add("--color=" + mine.get(++i));
      }
    }
    command.addAll(List.of("resume", run));
    if (home != null) {
      command.addAll(List.of("--home", home));
    }
    return command;
  }
}
