package ansatz.natives.gfortran;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The dynamic loader of the operating system.
 *
 * <p>It is called directly because {@code System.load} refuses a library that a retired class loader still holds, and
 * {@code SymbolLookup.libraryLookup} does not tell why a library cannot be opened.
 */
@SuppressWarnings("restricted")
final class DynamicLoader {
  private static final int RTLD_NOW = 2;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle DLOPEN = function("dlopen", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
  private static final MethodHandle DLSYM = function("dlsym", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle DLERROR = function("dlerror", FunctionDescriptor.of(ADDRESS));

  private DynamicLoader() {}

  static boolean isGlibc() {
    return LINKER.defaultLookup().find("gnu_get_libc_version").isPresent();
  }

  /** Opens a library for good, never to be closed. */
  static SymbolLookup open(Path file) {
    MemorySegment library = open(file.toAbsolutePath().toString());
    if (library.address() == 0) {
      throw new IllegalStateException("cannot load " + error()
          + " (where the folder forbids execution, set the system property ansatz.natives to another)");
    }
    return name -> Optional.of(symbol(library, name)).filter(symbol -> symbol.address() != 0);
  }

  private static MemorySegment open(String nameOrPath) {
    try (Arena arena = Arena.ofConfined()) {
      return (MemorySegment) DLOPEN.invokeExact(arena.allocateFrom(nameOrPath), RTLD_NOW);
    } catch (Throwable e) {
      throw new LinkageError("dlopen", e);
    }
  }

  private static MemorySegment symbol(MemorySegment library, String name) {
    try (Arena arena = Arena.ofConfined()) {
      return (MemorySegment) DLSYM.invokeExact(library, arena.allocateFrom(name));
    } catch (Throwable e) {
      throw new LinkageError("dlsym", e);
    }
  }

  private static String error() {
    try {
      MemorySegment text = (MemorySegment) DLERROR.invokeExact();
      return text.address() == 0 ? "(no reason given)" : text.reinterpret(Long.MAX_VALUE).getString(0);
    } catch (Throwable e) {
      throw new LinkageError("dlerror", e);
    }
  }

  private static MethodHandle function(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor);
  }
}
