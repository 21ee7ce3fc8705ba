package ansatz.store.sqlite.internal;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Instants as UTC text of fixed length, so that text sorts as time does. */
public final class Times {
  private static final DateTimeFormatter INSTANT = new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

  private Times() {}

  /** Null stays null. */
  public static String text(Instant time) {
    return time == null ? null : INSTANT.format(time);
  }

  public static Instant instant(String text) {
    return text == null ? null : Instant.parse(text);
  }
}
