package ansatz.natives.onednn;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;

/**
 * A function of the library that returns a status and is called as rarely as objects are made. It is bound by its first
 * call, as binding takes some milliseconds for each kind of arguments, and most programs call few of them.
 */
final class RareFunction {
  private final String name;
  private final MemoryLayout[] arguments;
  private volatile MethodHandle handle;

  RareFunction(String name, MemoryLayout... arguments) {
    this.name = name;
    this.arguments = arguments;
  }

  /** The status. */
  int call(Object... values) {
    if (handle == null) {
      handle = Dnnl.function(name, FunctionDescriptor.of(JAVA_INT, arguments)); // the same whoever is first
    }
    try {
      return (int) handle.invokeWithArguments(values);
    } catch (Throwable e) {
      throw new LinkageError(name, e);
    }
  }
}
