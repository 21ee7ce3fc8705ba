package ansatz.bundles.live.internal;

import java.time.Instant;
import java.util.Optional;

/** Names a process so that another one that got its number later is not taken for it: {@code pid@starttime}. */
final class ProcessStamp {
  /** The start time is computed from the machine's clock, which may be set in between. */
  private static final long TOLERANCE_SECONDS = 2;

  private ProcessStamp() {}

  static String current() {
    return of(ProcessHandle.current());
  }

  static String of(ProcessHandle process) {
    return process.pid() + "@" + process.info().startInstant().map(Instant::getEpochSecond).orElse(0L);
  }

  /** Whether that process goes on; nobody's stamp is nobody. */
  static boolean alive(String stamp) {
    String[] parts = stamp.split("@");
    if (parts.length != 2 || !parts[0].matches("\\d{1,18}") || !parts[1].matches("\\d{1,18}")) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(parts[0])).filter(ProcessHandle::isAlive);
    long started = Long.parseLong(parts[1]);
    return process.map(p -> p.info().startInstant().map(Instant::getEpochSecond).orElse(0L))
        .map(seen -> Math.abs(seen - started) <= TOLERANCE_SECONDS).orElse(false);
  }
}
