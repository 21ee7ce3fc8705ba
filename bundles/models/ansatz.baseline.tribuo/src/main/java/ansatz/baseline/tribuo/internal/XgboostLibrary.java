package ansatz.baseline.tribuo.internal;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * XGBoost's native library, and what it asks for.
 *
 * <p>It asks for libgomp.so.1 (GNU OpenMP), which a machine without a compiler often lacks. The one in this bundle is then
 * loaded first: the dynamic linker takes a library that is already there for the one of that name.
 */
public final class XgboostLibrary {
  private static final String GOMP = "libgomp.so.1";

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
  @SuppressWarnings("restricted")
  private static final class Loaded {
    static final Optional<Throwable> FAILURE = load();

    private Loaded() {}

    private static Optional<Throwable> load() {
      try {
        if (!present(GOMP)) {
          loadOurs(GOMP);
        }
        Class.forName("ml.dmlc.xgboost4j.java.XGBoostJNI");
        return Optional.empty();
      } catch (ExceptionInInitializerError e) {
        return Optional.of(e.getCause());
      } catch (ClassNotFoundException | IOException | LinkageError e) {
        return Optional.of(e);
      }
    }

    private static boolean present(String library) {
      try (Arena arena = Arena.ofConfined()) {
        SymbolLookup.libraryLookup(library, arena);
        return true;
      } catch (IllegalArgumentException _) {
        return false;
      }
    }

    private static void loadOurs(String library) throws IOException {
      Path file = Files.createTempFile("ansatz-", "-" + library);
      try (InputStream in = XgboostLibrary.class.getResourceAsStream(
          "/org/bytedeco/dnnl/linux-x86_64/" + library)) {
        if (in == null) {
          throw new IOException(library + " is neither installed nor in this bundle");
        }
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        System.load(file.toString());
      } finally {
        Files.delete(file);
      }
    }
  }
}
