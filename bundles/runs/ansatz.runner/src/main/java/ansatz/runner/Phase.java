package ansatz.runner;

import java.util.function.BiConsumer;

/** The named moments of a run at which a process may die without anything acknowledged being lost. */
public enum Phase {
  RUN_CREATED, STEP_DONE, PROGRESS_COMMITTED, CHECKPOINT_WRITTEN, CHECKPOINT_FORCED, CHECKPOINT_RENAMED, FOLDER_FORCED,
  CHECKPOINT_READ_BACK, CHECKPOINT_COMMITTED, OLDER_UNLINKED, RESULT_WRITTEN, REPORT_WRITTEN, FINISH_COMMITTED;

  /** System property naming a moment at which to announce and wait to be killed: {@code STEP_DONE:3}. */
  public static final String PROPERTY = "ansatz.halt";

  /** Does nothing, or halts where the property says: crash tests aim at moments with it. */
  static BiConsumer<Phase, Long> watch() {
    String aim = System.getProperty(PROPERTY);
    if (aim == null) {
      return (_, _) -> {
      };
    }
    Phase phase = valueOf(aim.substring(0, aim.indexOf(':')));
    int[] left = {Integer.parseInt(aim.substring(aim.indexOf(':') + 1))};
    return (reached, step) -> {
      if (reached == phase && --left[0] == 0) {
        System.err.println("halted at " + reached + " after step " + step);
        while (true) {
          try {
            Thread.sleep(Long.MAX_VALUE);
          } catch (InterruptedException e) {
            continue;
          }
        }
      }
    };
  }
}
