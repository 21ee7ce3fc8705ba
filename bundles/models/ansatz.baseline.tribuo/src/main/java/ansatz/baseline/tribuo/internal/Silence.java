package ansatz.baseline.tribuo.internal;

import de.bwaldvogel.liblinear.Linear;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import libsvm.svm;

/** Standard output belongs to the results: keeps the libraries of this bundle from writing to it. */
public final class Silence {
  /** Held here, since java.util.logging forgets the level of a logger that nobody holds. */
  private static final List<Logger> LOGGERS = List.of(Logger.getLogger("org.tribuo"),
      Logger.getLogger("com.oracle.labs.mlrg.olcut"), Logger.getLogger("ml.dmlc.xgboost4j"));

  private Silence() {}

  /** Silences the solvers, and lets the loggers speak of warnings only. */
  public static void fall() {
    svm.svm_set_print_string_function(_ -> {});
    Linear.disableDebugOutput();
    LOGGERS.forEach(logger -> logger.setLevel(Level.WARNING));
  }
}
