package ansatz.backend.jvm.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.backend.jvm.internal.plan.Step;
import ansatz.tensor.DType;
import ansatz.tensor.TensorType;
import ansatz.tensor.primitive.Parameter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("counts threads")
class WorkersTest {
  private static Wave wave(int tasks, Runnable work) {
    Step step = new Step.Copy(Parameter.of(TensorType.of(DType.F32, 100_000)), Parameter.of(TensorType.of(DType.F32)));
    return new Wave(IntStream.range(0, tasks).<Action>mapToObj(_ -> new Action(step) {
      @Override
      void work(int task) {
        work.run();
      }
    }).toList());
  }

  @Test
  void everyTaskOfEveryWaveRunsOnce() {
    Workers workers = new Workers(4);
    AtomicInteger done = new AtomicInteger();
    List<Wave> waves = IntStream.of(3, 17, 2, 40).mapToObj(n -> wave(n, done::incrementAndGet)).toList();
    for (int i = 0; i < 2000; i++) {
      Wave wave = waves.get(i % waves.size());
      done.set(0);
      workers.run(wave);
      assertEquals(wave.tasks(), done.get());
    }
  }

  @Test
  void anErrorIsThrownWhenAllTasksAreDone() {
    Workers workers = new Workers(3);
    AtomicInteger done = new AtomicInteger();
    Wave wave = wave(20, () -> {
      if (done.incrementAndGet() == 7) {
        throw new ArithmeticException("seven");
      }
    });
    assertEquals("seven", assertThrows(ArithmeticException.class, () -> workers.run(wave)).getMessage());
    assertEquals(20, done.get());
    done.set(100);
    workers.run(wave);
    assertEquals(120, done.get());
  }

  @Test
  void itsThreadsEndAndOthersAreStarted() {
    Workers workers = new Workers(3);
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    AtomicInteger done = new AtomicInteger();
    for (int i = 1; i <= 3; i++) {
      workers.run(wave(20, done::incrementAndGet));
      assertEquals(20 * i, done.get());
      Set<Thread> started = new HashSet<>(Thread.getAllStackTraces().keySet());
      started.removeIf(thread -> before.contains(thread) || !thread.getName().startsWith("ansatz-tensor-"));
      assertEquals(2, started.size());
      workers.end();
      assertTrue(started.stream().noneMatch(Thread::isAlive));
    }
  }
}
