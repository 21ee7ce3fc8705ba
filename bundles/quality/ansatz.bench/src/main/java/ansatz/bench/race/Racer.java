package ansatz.bench.race;

import ansatz.tensor.Values;
import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The process of one library: prepares one workload and then obeys the lines of its standard input, one answer each.
 *
 * <ul>
 * <li>{@code losses N}: trains N steps, answers their losses
 * <li>{@code run NANOS}: trains for so long, answers pairs of steps and nanoseconds, one for each window of 50 ms
 * <li>{@code steps N}: trains N steps, answers the nanoseconds
 * <li>{@code allocated N}: trains N steps, answers the bytes that all threads have allocated on the heap
 * <li>{@code memory}: answers the peak of resident memory in kB
 * <li>{@code about}: answers what the library tells of its step
 * </ul>
 */
public final class Racer {
  /** What an answer begins with, as libraries print on their own. */
  static final String ANSWER = ">> ";
  private static final long WINDOW = 50_000_000;

  private final TrainingStep step;

  private Racer(TrainingStep step) {
    this.step = step;
  }

  /** Arguments: class of the library, workload, threads, file of inputs, number of inputs that are state. */
  public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
    Library library = Class.forName(arguments[0]).asSubclass(Library.class).getConstructor().newInstance();
    List<Values> inputs = InputFile.read(Path.of(arguments[3]));
    var step = library.prepare(arguments[1], Integer.parseInt(arguments[2]), inputs, Integer.parseInt(arguments[4]));
    if (step.isEmpty()) {
      answer("absent");
      return;
    }
    answer("ready");
    try (TrainingStep training = step.get();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      Racer racer = new Racer(training);
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        answer(racer.obey(line.split(" ")));
      }
    }
  }

  private static void answer(String text) {
    System.out.println(ANSWER + text);
    System.out.flush();
  }

  private String obey(String[] command) throws IOException {
    return switch (command[0]) {
      case "losses" -> losses(Integer.parseInt(command[1]));
      case "run" -> windows(Long.parseLong(command[1]));
      case "steps" -> Long.toString(steps(Integer.parseInt(command[1])));
      case "allocated" -> Long.toString(allocated(Integer.parseInt(command[1])));
      case "memory" -> peakMemory();
      case "about" -> step.about();
      default -> throw new IllegalArgumentException("no command " + command[0]);
    };
  }

  private String losses(int count) {
    StringBuilder losses = new StringBuilder();
    for (int i = 0; i < count; i++) {
      losses.append(step.runForLoss()).append(' ');
    }
    return losses.toString();
  }

  private String windows(long nanos) {
    StringBuilder windows = new StringBuilder();
    long start = System.nanoTime();
    for (long from = start; from - start < nanos;) {
      long now;
      int steps = 0;
      do {
        step.run();
        steps++;
        now = System.nanoTime();
      } while (now - from < WINDOW);
      windows.append(steps).append(' ').append(now - from).append(' ');
      from = now;
    }
    return windows.toString();
  }

  private long steps(int count) {
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      step.run();
    }
    return System.nanoTime() - start;
  }

  private long allocated(int count) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getTotalThreadAllocatedBytes();
    steps(count);
    return threads.getTotalThreadAllocatedBytes() - before;
  }

  private static String peakMemory() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmHWM"))
        .map(line -> line.replaceAll("\\D", "")).findFirst().orElse("0");
  }
}
