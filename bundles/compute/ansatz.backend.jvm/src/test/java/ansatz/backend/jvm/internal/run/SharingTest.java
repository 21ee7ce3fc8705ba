package ansatz.backend.jvm.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.backend.jvm.internal.emit.Emitter;
import ansatz.backend.jvm.internal.emit.EmitterTarget;
import ansatz.backend.jvm.internal.kernel.KernelCode;
import ansatz.backend.jvm.internal.plan.ControlStep;
import ansatz.backend.jvm.internal.plan.Plan;
import ansatz.backend.jvm.internal.plan.Planner;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.Control;
import ansatz.tensor.DType;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What was faster when it was tried last is done. */
class SharingTest {
  private long now;

  /** How many runs of a period are shared. */
  private int shared(Sharing sharing, int whenShared, int alone) {
    int count = 0;
    for (int run = 0; run < Sharing.PERIOD; run++) {
      boolean shared = sharing.begin();
      count += shared ? 1 : 0;
      now += shared ? whenShared : alone;
      sharing.end();
    }
    return count;
  }

  @Test
  void fasterIsChosenAnewInEachPeriod() {
    Sharing sharing = new Sharing(40_000, () -> now);
    int trials = Sharing.PERIOD / Sharing.SOON;
    assertEquals(trials * Sharing.TRIAL, shared(sharing, 67, 55));
    assertEquals(Sharing.PERIOD - Sharing.TRIAL, shared(sharing, 32, 55));
    assertEquals(trials * Sharing.TRIAL, shared(sharing, 67, 55));
  }

  @Test
  void longRunsAreAlwaysShared() {
    Sharing sharing = new Sharing(1e6, () -> {
      throw new IllegalStateException("not timed");
    });
    for (int run = 0; run < 2 * Sharing.PERIOD; run++) {
      assertTrue(sharing.begin());
      sharing.end();
    }
  }

  @Test
  void runsThatTurnOutLongAreNotTriedAlone() {
    Sharing sharing = new Sharing(40_000, () -> now);
    assertEquals(Sharing.PERIOD, shared(sharing, 600_000, 1));
  }

  /** What a thread does alone it does alone in the loops within too. */
  @Test
  void loopsWithinAreSharedNoMoreThanWhatTheyStandIn() {
    Program program = Program.trace(in -> Control.scan((carry, _) -> {
      Tensor h = carry.getFirst().tanh();
      return new Control.Scanned(List.of(h.sub(h.mean(0))), List.of());
    }, in, List.of(), 3, false).carry(), TensorType.of(DType.F32, 128, 1024));
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Kernels kernels = new Kernels(kernel -> {
      KernelCode code = Emitter.emit(kernel, 0);
      return (arguments, task, from, to) -> {
        threads.add(Thread.currentThread());
        code.run(arguments, task, from, to);
      };
    });
    Plan plan = Planner.plan(program, CompileOptions.DEFAULT, new EmitterTarget());
    ControlStep scan = (ControlStep) plan.waves().getFirst().getFirst();
    assertTrue(scan.bodies().getFirst().waves().stream().flatMap(List::stream).anyMatch(step -> step.tasks() > 1));
    try (NativeBlock workspace = new NativeBlock(plan.workspace());
        Course course = new Course(plan, kernels, new Interpreter(null), workspace.address()).freeze();
        JvmBuffer x = new JvmBuffer(program.inputTypes().getFirst());
        JvmBuffer y = new JvmBuffer(program.inputTypes().getFirst())) {
      course.addresses().input(0, x.address());
      course.addresses().output(0, y.address());
      course.share(false);
      for (int run = 0; run < 100; run++) {
        course.run();
      }
      assertEquals(Set.of(Thread.currentThread()), threads);
      course.share(true);
      for (int run = 0; run < 10_000 && threads.size() == 1 && Workers.POOL.count() > 1; run++) {
        course.run();
      }
      assertEquals(Workers.POOL.count() > 1, threads.size() > 1);
    }
  }
}
