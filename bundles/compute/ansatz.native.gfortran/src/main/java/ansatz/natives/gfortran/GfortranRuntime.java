package ansatz.natives.gfortran;

import java.util.List;

/**
 * Loads libgfortran.so.5 with the libraries it needs, so that every library linked against it can be opened on machines
 * that do not have it installed.
 *
 * <p>The dynamic loader looks for a needed library first among those loaded, by name; so one call before anything that
 * needs Fortran is enough, once in a process.
 */
public final class GfortranRuntime {
  /** The id of the OSGi condition that holds where the libraries could be loaded. */
  public static final String CONDITION = "ansatz.native.gfortran";

  /** In the order of their needs: the last one needs the other two. */
  private static final List<NativeLibrary> LIBRARIES = List.of(
      library("libgcc_s.so.1", 125488, "a93ec41b336a895a7f0d7b789d66f6fc816de1a5ad0da37e8cfc428d7e9f8dd4"),
      library("libquadmath.so.0", 289592, "67d3147512460e56dc805582ed5d32b66a7a199247ba5a27b7cb3054d2b2fef2"),
      library("libgfortran.so.5", 2989432, "3ec471016fbfea6ccda4736fbbf2d0098e6386d2c34fb7ae9b15d91fa1b38874"));

  private static boolean loaded;

  private GfortranRuntime() {}

  /**
   * Loads the three libraries unless that is done.
   *
   * @throws IllegalStateException with the reason, when this platform or this machine cannot have them
   */
  public static synchronized void load() {
    if (!loaded) {
      LIBRARIES.forEach(NativeLibrary::open);
      loaded = true;
    }
  }

  private static NativeLibrary library(String name, long size, String sha256) {
    return new NativeLibrary(GfortranRuntime.class, "/org/bytedeco/openblas/linux-x86_64/" + name, size, sha256);
  }
}
