package ansatz.baseline.tribuo.internal;

import ansatz.natives.gfortran.GompRuntime;
import java.util.Optional;

/**
 * XGBoost's native library, and what it asks for.
 *
 * <p>It asks for libgomp.so.1 (GNU OpenMP), which a machine without a compiler often lacks. That of {@link GompRuntime}
 * is loaded first: the dynamic linker takes a library that is already there for the one of that name.
 */
public final class XgboostLibrary {
  private XgboostLibrary() {}

  /**
   * Makes sure that XGBoost can be used.
   *
   * @throws IllegalStateException where it cannot; it names what is missing
   */
  public static void require() {
    Loaded.FAILURE.ifPresent(cause -> {
      throw new IllegalStateException("tribuo.xgboost does not run here (" + System.getProperty("os.name") + " "
          + System.getProperty("os.arch") + "): " + cause.getMessage()
          + "; it needs Linux on x86_64 with libgomp.so.1 and libstdc++.so.6. All other estimators are not affected",
          cause);
    });
  }

  /** Loaded once a class loader, on first use. */
  private static final class Loaded {
    static final Optional<Throwable> FAILURE = load();

    private Loaded() {}

    private static Optional<Throwable> load() {
      try {
        GompRuntime.load();
        Class.forName("ml.dmlc.xgboost4j.java.XGBoostJNI");
        return Optional.empty();
      } catch (ExceptionInInitializerError e) {
        return Optional.of(e.getCause());
      } catch (ClassNotFoundException | IllegalStateException | LinkageError e) {
        return Optional.of(e);
      }
    }
  }
}
