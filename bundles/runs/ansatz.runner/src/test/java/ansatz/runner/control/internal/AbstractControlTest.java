package ansatz.runner.control.internal;

import ansatz.control.ControlClient;
import ansatz.experiment.Disk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that counts, whose control other threads ask. */
@Timeout(60)
abstract class AbstractControlTest {
  static final Duration SOON = Duration.ofSeconds(20);

  @TempDir
  Path folder;

  final PlainBoundary boundary = new PlainBoundary();
  final FakeBundles bundles = new FakeBundles();
  private final ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void nobodyAsksAnyMore() {
    askers.shutdownNow();
  }

  final RunControl open() {
    RunControl control = RunControl.open(boundary, folder, Disk.SYSTEM, bundles, line -> {
      throw new AssertionError(line);
    });
    control.boundary(boundary);
    return control;
  }

  final Map<String, Object> ask(Object... pairs) {
    Map<String, Object> question = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      question.put((String) pairs[i], pairs[i + 1]);
    }
    return ControlClient.ask(folder, question, SOON);
  }

  final Future<Map<String, Object>> later(Object... pairs) {
    return askers.submit(() -> ask(pairs));
  }

  /** The run goes on until the answer is there. */
  final Map<String, Object> stepping(RunControl control, Future<Map<String, Object>> answer) throws Exception {
    for (int i = 0; i < 2000 && !answer.isDone(); i++) {
      Thread.sleep(5);
      control.boundary(boundary);
    }
    try {
      return answer.get(1, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException r ? r : e;
    }
  }
}
