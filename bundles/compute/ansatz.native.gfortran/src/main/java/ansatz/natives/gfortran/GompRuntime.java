package ansatz.natives.gfortran;

import java.lang.foreign.SymbolLookup;

/**
 * Loads libgomp.so.1, GCC's run-time library for OpenMP, so that every library linked against it can be opened on machines
 * that do not have it installed, and all of them share one.
 */
public final class GompRuntime {
  private static final NativeLibrary LIBRARY = new NativeLibrary(GompRuntime.class,
      "/org/bytedeco/dnnl/linux-x86_64/libgomp.so.1", 298776,
      "115302e45583ad3e8df681c0a5af4c8273b7399f764965280d70d8780e5ee454");

  private static SymbolLookup loaded;

  private GompRuntime() {}

  /**
   * Loads the library unless that is done; returns its functions.
   *
   * @throws IllegalStateException with the reason, when this platform or this machine cannot have it
   */
  public static synchronized SymbolLookup load() {
    if (loaded == null) {
      loaded = LIBRARY.open();
    }
    return loaded;
  }
}
