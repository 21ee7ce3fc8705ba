package ansatz.runner.supervision.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private final AtomicLong clock = new AtomicLong(5);
  private final List<String> told = new ArrayList<>();

  private Watchdog watchdog(double slowest) {
    return new Watchdog(clock::get, slowest, (step, age) -> told.add(step + " " + age.toSeconds()));
  }

  private void pass(double seconds) {
    clock.addAndGet((long) (seconds * 1e9));
  }

  @Test
  void thirtySecondsAreTheLeast() {
    try (Watchdog dog = watchdog(0.1)) {
      dog.arm(true);
      dog.begins(7);
      pass(29);
      dog.look();
      assertEquals(List.of(), told);
      assertEquals(Optional.of(Duration.ofSeconds(29)), dog.age());
      pass(2);
      dog.look();
      dog.look();
      assertEquals(List.of("7 31"), told, "once");
    }
  }

  @Test
  void twentyTimesTheSlowestStepIsTheLimit() {
    try (Watchdog dog = watchdog(1)) {
      dog.begins(1);
      pass(3);
      dog.ends();
      assertEquals(Duration.ofSeconds(60), dog.limit());
      dog.begins(2);
      pass(1);
      dog.ends();
      assertEquals(Duration.ofSeconds(60), dog.limit());
      dog.begins(3);
      pass(100);
      dog.drops();
      assertEquals(Duration.ofSeconds(60), dog.limit(), "what was dropped was no step");
    }
  }

  @Test
  void whereNoStepIsKnownItIsPatient() {
    try (Watchdog dog = watchdog(0)) {
      assertEquals(Duration.ofMinutes(10), dog.limit());
    }
  }

  @Test
  void betweenStepsAndUnarmedNothingHangs() {
    try (Watchdog dog = watchdog(0.1)) {
      dog.begins(1);
      pass(1000);
      dog.look();
      dog.ends();
      dog.arm(true);
      pass(1_000_000);
      dog.look();
      assertEquals(List.of(), told);
      assertEquals(Optional.empty(), dog.age());
    }
  }

  @Test
  void itLooksByItselfWhileItIsArmed() throws InterruptedException {
    CountDownLatch hangs = new CountDownLatch(1);
    System.setProperty(Watchdog.LIMIT, "50");
    try (Watchdog dog = new Watchdog(System::nanoTime, 0, (_, _) -> hangs.countDown())) {
      dog.begins(1);
      dog.arm(true);
      assertTrue(hangs.await(20, TimeUnit.SECONDS));
    } finally {
      System.clearProperty(Watchdog.LIMIT);
    }
  }
}
