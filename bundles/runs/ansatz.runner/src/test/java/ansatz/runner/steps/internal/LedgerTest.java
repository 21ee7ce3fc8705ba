package ansatz.runner.steps.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.experiment.Lease;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.Source;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Source OLD = new Source("ansatz.kernel", "1.0.0", "aa", new TreeMap<>());
  private static final Source NEW = new Source("ansatz.kernel", "1.0.1", "bb", new TreeMap<>());

  private record Held(String slot, String name, Source source) implements Lease<Object> {
    @Override
    public Class<Object> kind() {
      return Object.class;
    }

    @Override
    public Object service() {
      return this;
    }

    @Override
    public boolean valid() {
      return true;
    }

    @Override
    public void close() {
      // holds nothing
    }
  }

  @Test
  void theSameCodeExtendsItsEntryAlsoAfterAResume() {
    Ledger first = new Ledger(List.of());
    steps(first, 1, 5, OLD, "start");
    List<LedgerEntry> written = first.drain();
    assertEquals(List.of(entry(1, 5, OLD, "start")), written);
    Ledger resumed = new Ledger(written);
    steps(resumed, 3, 8, OLD, "resume");
    assertEquals(List.of(entry(1, 8, OLD, "start")), resumed.drain());
    assertEquals(List.of(), resumed.drain());
  }

  @Test
  void otherCodeBeginsAnEntryEvenFromTheSameStep() {
    Ledger resumed = new Ledger(List.of(entry(1, 5, OLD, "start")));
    assertEquals(List.of("slot model: was ansatz.kernel 1.0.0 aa, is ansatz.kernel 1.0.1 bb now"),
        resumed.differences(List.of(new Held("model", "svm", NEW))));
    steps(resumed, 1, 3, NEW, "resume");
    steps(resumed, 4, 4, OLD, "withdrawn");
    assertEquals(List.of(entry(1, 3, NEW, "resume"), entry(4, 4, OLD, "withdrawn")), resumed.drain());
  }

  @Test
  void stepsBeforeTheEntryAreAnEntryOfTheirOwn() {
    Ledger resumed = new Ledger(List.of(entry(1, 5, OLD, "start"), entry(6, 9, NEW, "withdrawn")));
    steps(resumed, 2, 7, NEW, "resume");
    assertEquals(List.of(entry(2, 7, NEW, "resume")), resumed.drain());
  }

  @Test
  void slotsThatTookNoPartAreLeftOut() {
    Ledger ledger = new Ledger(List.of());
    ledger.step(1, List.of("data"), List.of(new Held("model", "svm", OLD)), "start");
    assertEquals(List.of(), ledger.drain());
  }

  private static void steps(Ledger ledger, long from, long to, Source source, String why) {
    for (long step = from; step <= to; step++) {
      ledger.step(step, List.of("model"), List.of(new Held("model", "svm", source)), why);
    }
  }

  private static LedgerEntry entry(long from, long to, Source source, String why) {
    return new LedgerEntry("model", from, to, "svm", source, System.getProperty("user.name"), why);
  }
}
