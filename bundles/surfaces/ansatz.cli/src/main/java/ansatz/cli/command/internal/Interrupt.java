package ansatz.cli.command.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ctrl-C and SIGTERM while a run goes on: the first asks the run to stop, the second ends the process at once.
 *
 * <p>A shutdown hook would not do: the virtual machine tells it of the first signal only. {@code sun.misc.Signal} of the
 * module jdk.unsupported tells of all, but javac warns of it in a way that cannot be switched off, hence by reflection.
 */
final class Interrupt implements AutoCloseable {
  private static final int HALTED = 130;

  private final AtomicInteger count = new AtomicInteger();
  private final AtomicReference<Runnable> first = new AtomicReference<>(() -> {});
  private final Map<Object, Object> before = new LinkedHashMap<>();
  private final Method handle;

  private Interrupt() {
    try {
      ClassLoader platform = ClassLoader.getPlatformClassLoader();
      Class<?> signal = platform.loadClass("sun.misc.Signal");
      Class<?> handler = platform.loadClass("sun.misc.SignalHandler");
      handle = signal.getMethod("handle", signal, handler);
      Object ours = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, this::invoked);
      for (String name : new String[] {"INT", "TERM"}) {
        Object each = signal.getConstructor(String.class).newInstance(name);
        before.put(each, handle.invoke(null, each, ours));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java cannot listen to signals: " + e, e);
    }
  }

  static Interrupt listen() {
    return new Interrupt();
  }

  /** What to do, on a thread of the virtual machine, when the first signal arrives. */
  void onFirst(Runnable action) {
    first.set(action);
  }

  boolean requested() {
    return count.get() > 0;
  }

  /** {@code SignalHandler.handle(Signal)}, and what every object has. */
  private Object invoked(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "handle" -> {
        received();
        yield null;
      }
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> proxy == arguments[0];
      default -> "Interrupt";
    };
  }

  private void received() {
    if (count.incrementAndGet() > 1) {
      Runtime.getRuntime().halt(HALTED);
    }
    first.get().run();
  }

  @Override
  public void close() {
    before.forEach((signal, handler) -> {
      try {
        handle.invoke(null, signal, handler);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("cannot give signals back: " + e, e);
      }
    });
  }
}
