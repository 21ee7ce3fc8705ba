package ansatz.itest;

import ansatz.linalg.LinearAlgebra;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** A provider of linear algebra that counts the calls it passes on to jblas. */
final class Counting {
  private Counting() {}

  /** Registers the provider under a name, below every real one, and its count as {@code ansatz.count=NAME}. */
  static void register(BundleContext context, String name) {
    AtomicLong calls = new AtomicLong();
    Object provider = Proxy.newProxyInstance(Counting.class.getClassLoader(), new Class<?>[] {LinearAlgebra.class},
        (_, method, arguments) -> {
          if (method.getDeclaringClass() != Object.class) {
            calls.incrementAndGet();
          }
          try {
            return method.invoke(Offered.named(LinearAlgebra.class, "jblas"), arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
    context.registerService(LinearAlgebra.class, (LinearAlgebra) provider,
        new Hashtable<>(Map.of("ansatz.name", name, Constants.SERVICE_RANKING, -100)));
    Supplier<Long> count = calls::get;
    context.registerService(Supplier.class, count, new Hashtable<>(Map.of("ansatz.count", name)));
  }
}
