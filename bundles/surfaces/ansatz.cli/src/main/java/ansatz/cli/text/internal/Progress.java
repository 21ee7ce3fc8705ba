package ansatz.cli.text.internal;

import ansatz.cli.Terminal;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * How far a run is: one line drawn over on a terminal, elsewhere a line now and then. The time left is judged from the
 * steps that this process did.
 */
public final class Progress {
  private static final long DRAW_NANOS = 100_000_000L;
  private static final long PRINT_NANOS = 10_000_000_000L;
  private static final int BAR = 24;
  private static final String CLEAR = "\r\033[2K";

  private final PrintStream err;
  private final Terminal terminal;
  private final LongSupplier nanos;
  private final Paint paint;
  private long begun;
  private long first;
  private long last = Long.MIN_VALUE;
  private boolean drawn;

  public Progress(PrintStream err, Terminal terminal, LongSupplier nanos) {
    this.err = err;
    this.terminal = terminal;
    this.nanos = nanos;
    this.paint = new Paint(terminal.color());
  }

  /** The first step of this process is about to be done. */
  public void begin(long done) {
    begun = nanos.getAsLong();
    first = done;
    last = begun;
  }

  /** A step is done. */
  public void step(long done, long total, String label) {
    long now = nanos.getAsLong();
    if (done < total && now - last < (terminal.live() ? DRAW_NANOS : PRINT_NANOS)) {
      return;
    }
    last = now;
    double seconds = (now - begun) / 1e9;
    if (terminal.live()) {
      err.print(CLEAR + cut(bar(done, total) + counts(done, total, seconds) + "  " + label));
      err.flush();
      drawn = true;
    } else {
      err.println("step " + counts(done, total, seconds).strip() + "  " + label);
    }
  }

  private String counts(long done, long total, double seconds) {
    String left = done >= total
        ? ""
        : "  ETA " + Numbers.duration(seconds * (total - done) / Math.max(1, done - first));
    return " " + done + "/" + total + "  " + Numbers.duration(seconds) + left;
  }

  private static String bar(long done, long total) {
    int full = total <= 0 ? 0 : Math.clamp(BAR * done / total, 0, BAR);
    return "━".repeat(full) + "┄".repeat(BAR - full);
  }

  private String cut(String line) {
    String fitting = line.length() < terminal.width() ? line : line.substring(0, terminal.width() - 1);
    return paint.good(fitting.substring(0, Math.min(BAR, fitting.length())))
        + fitting.substring(Math.min(BAR, fitting.length()));
  }

  /** Prints a line without tearing the bar. */
  public void line(String text) {
    clear();
    err.println(text);
  }

  /** Takes the bar away. */
  public void clear() {
    if (drawn) {
      err.print(CLEAR);
      err.flush();
      drawn = false;
    }
  }
}
