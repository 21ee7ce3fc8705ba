package ansatz.bench.race;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The process in which one {@link Setup} runs one workload: idle until told. */
public final class Lane implements AutoCloseable {
  private final Setup setup;
  private final Process process;
  private final Path errors;
  private final Writer commands;
  private final BufferedReader answers;
  private final boolean ready;

  private Lane(Setup setup, Process process, Path errors) {
    this.setup = setup;
    this.process = process;
    this.errors = errors;
    commands = process.outputWriter();
    answers = process.inputReader();
    ready = answer().equals("ready");
  }

  /** Starts the process and waits until its step is prepared. */
  public static Lane open(Setup setup, String workload, Path inputs, int state) throws IOException {
    List<String> command = new ArrayList<>(java(setup));
    command.addAll(List.of(Racer.class.getName(), setup.className(), workload, Integer.toString(setup.threads()),
        inputs.toString(), Integer.toString(state)));
    Path errors = Files.createTempFile("ansatz-bench", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().putAll(setup.environment());
    return new Lane(setup, builder.start(), errors);
  }

  /** The command that starts a JVM with this class path for a setup, without the main class. */
  static List<String> java(Setup setup) {
    List<String> command = new ArrayList<>(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", "--add-modules=jdk.incubator.vector",
            "-XX:+UseSerialGC", "-Xmx2g", "-Xss16m"));
    command.addAll(setup.options());
    command.addAll(List.of("-cp", String.join(File.pathSeparator, System.getProperty("java.class.path"))));
    return command;
  }

  public Setup setup() {
    return setup;
  }

  /** Whether the library has this workload. */
  public boolean isReady() {
    return ready;
  }

  /** Sends a command of {@link Racer} and waits for its answer. */
  public String ask(String command) {
    try {
      commands.write(command + "\n");
      commands.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(failure(), e);
    }
    return answer();
  }

  /** The losses of the next steps. */
  public double[] losses(int steps) {
    return numbers(ask("losses " + steps));
  }

  /** Trains for some seconds; what each window of time has done. */
  public List<Window> run(double seconds) {
    double[] numbers = numbers(ask("run " + (long) (seconds * 1e9)));
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < numbers.length; i += 2) {
      windows.add(new Window((int) numbers[i], numbers[i + 1] / 1e9));
    }
    return windows;
  }

  private static double[] numbers(String answer) {
    return Arrays.stream(answer.trim().split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  private String answer() {
    try {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith(Racer.ANSWER)) {
          return line.substring(Racer.ANSWER.length());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(failure(), e);
    }
    throw new IllegalStateException(failure());
  }

  private String failure() {
    try {
      List<String> lines = Files.readAllLines(errors);
      return "the process of " + setup + " ended: "
          + String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    } catch (IOException e) {
      return "the process of " + setup + " ended, and what it said cannot be read: " + e;
    }
  }

  @Override
  public void close() {
    try {
      commands.close();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(errors);
    } catch (IOException e) {
      process.destroyForcibly();
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
