package ansatz.admission.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintStream;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SharedStateTest {
  private final SharedState before = SharedState.now(Trusted.class::equals);

  /** A thread of somebody else. */
  private static final class Trusted extends Thread {
    private final CountDownLatch end;

    Trusted(CountDownLatch end) {
      this.end = end;
    }

    @Override
    public void run() {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Changed, named, and changed back. */
  private void named(String what, Runnable change, Runnable back) {
    change.run();
    try {
      assertEquals(1, before.changes().size(), before.changes().toString());
      assertTrue(before.changes().getFirst().startsWith(what), before.changes().toString());
    } finally {
      back.run();
    }
    assertEquals(List.of(), before.changes());
  }

  @Test
  void localeAndStreamsAndHandlerAndProperties() {
    Locale locale = Locale.getDefault();
    named("the default locale ([", () -> Locale.setDefault(Locale.of("tr", "TR")), () -> Locale.setDefault(locale));
    PrintStream out = System.out;
    named("System.out (one of ", () -> System.setOut(new PrintStream(out)), () -> System.setOut(out));
    named("the default handler of uncaught exceptions (none → one of ",
        () -> Thread.setDefaultUncaughtExceptionHandler((_, _) -> {
        }), () -> Thread.setDefaultUncaughtExceptionHandler(null));
    named("system property zoo (none → 1)", () -> System.setProperty("zoo", "1"), () -> System.clearProperty("zoo"));
  }

  @Test
  void timeZoneAndSecurityProviders() {
    TimeZone zone = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
    try {
      assertTrue(
          before.changes().toString().contains("the default time zone (" + zone.getID() + " → Pacific/Kiritimati)"),
          before.changes().toString());
    } finally {
      TimeZone.setDefault(zone);
    }
    named("the security providers ([", () -> Security.addProvider(new Provider("zoo", "1", "") {
      private static final long serialVersionUID = 1;
    }), () -> Security.removeProvider("zoo"));
  }

  @Test
  void threadsThatStay() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    Thread stays = Thread.ofPlatform().name("zoo pool").start(() -> {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    Thread.ofPlatform().name("zoo errand").start(() -> {
    });
    new Trusted(end).start();
    assertEquals(List.of("thread 'zoo pool'"), before.threadsLeft());
    end.countDown();
    stays.join();
    assertEquals(List.of(), before.threadsLeft());
  }
}
