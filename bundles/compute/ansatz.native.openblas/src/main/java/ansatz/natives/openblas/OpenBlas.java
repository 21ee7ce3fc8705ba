package ansatz.natives.openblas;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import ansatz.natives.gfortran.NativeLibrary;
import ansatz.natives.gfortran.GfortranRuntime;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * OpenBLAS 0.3.31, loaded once in a process and set to one thread.
 *
 * <p>One thread, because its own thread pool would spin beside ours, because the bits of a result would depend on the
 * number of threads, and because its threaded LU overflows the stack of ordinary Java threads and kills the process.
 * Callers may use any number of threads of their own.
 */
public final class OpenBlas {
  private static final NativeLibrary LIBRARY = new NativeLibrary(OpenBlas.class,
      "/org/bytedeco/openblas/linux-x86_64/libopenblas.so.0", 37539016,
      "e3a80f7696735e6bcd374fbe6c91e42f83dc8bfb09c5b92a5f73d67c76b55ec1");

  private static SymbolLookup symbols;

  private OpenBlas() {}

  /**
   * Loads the library unless that is done.
   *
   * @throws IllegalStateException with the reason, when this platform or this machine cannot have it
   */
  public static synchronized void load() {
    if (symbols == null) {
      LIBRARY.requirePlatform();
      GfortranRuntime.load();
      SymbolLookup opened = LIBRARY.open();
      useOneThread(opened);
      symbols = opened;
    }
  }

  /** Why this platform or this machine cannot have the library; empty when it has it, now loaded. */
  public static Optional<String> obstacle() {
    try {
      load();
      return Optional.empty();
    } catch (IllegalStateException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Whether the library could be loaded, see {@link #obstacle}. */
  public static boolean available() {
    return obstacle().isEmpty();
  }

  /**
   * A function of the library, loading it first; keep the handle in a {@code static final} field, a call through any
   * other takes ten times as long.
   *
   * @throws java.util.NoSuchElementException when the library has no such function
   */
  public static MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... options) {
    load();
    return downcall(symbols, name, descriptor, options);
  }

  private static void useOneThread(SymbolLookup library) {
    MethodHandle setThreads = downcall(library, "openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT));
    try {
      setThreads.invokeExact(1);
    } catch (Throwable e) {
      throw new LinkageError("openblas_set_num_threads", e);
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle downcall(SymbolLookup library, String name, FunctionDescriptor descriptor,
      Linker.Option... options) {
    return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), descriptor, options);
  }
}
