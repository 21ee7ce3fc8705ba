package ansatz.experiment;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Named moments at which a process may die without anything acknowledged being lost. Where the system property
 * {@value #PROPERTY} names one, such as {@code STEP_DONE:3}, the process announces the third time it gets there and
 * waits to be killed; otherwise nothing happens.
 */
public final class Halt {
  /** {@code MOMENT:n}. */
  public static final String PROPERTY = "ansatz.halt";

  private static final AtomicInteger COUNT = new AtomicInteger();

  private Halt() {}

  /** The moment is reached. */
  public static void at(String moment) {
    String aim = System.getProperty(PROPERTY);
    if (aim == null) {
      return;
    }
    int colon = aim.indexOf(':');
    if (moment.equals(aim.substring(0, colon))
        && COUNT.incrementAndGet() == Integer.parseInt(aim.substring(colon + 1))) {
      System.err.println("halted at " + moment);
      while (true) {
        try {
          Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
          continue;
        }
      }
    }
  }
}
