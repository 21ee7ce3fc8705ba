package ansatz.itest;

import ansatz.linalg.LinearAlgebra;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Two providers of linear algebra that count the calls they pass on to jblas. */
public final class Counting implements BundleActivator {
  @Override
  public void start(BundleContext context) throws InvalidSyntaxException {
    LinearAlgebra jblas = jblas(context);
    register(context, jblas, "counting-a");
    register(context, jblas, "counting-b");
  }

  @Override
  public void stop(BundleContext context) {}

  private static LinearAlgebra jblas(BundleContext context) throws InvalidSyntaxException {
    for (ServiceReference<LinearAlgebra> reference : context.getServiceReferences(LinearAlgebra.class,
        "(ansatz.name=jblas)")) {
      return context.getService(reference);
    }
    throw new AssertionError("nobody offers jblas");
  }

  /** Registers a provider under a name, below every real one, and its count as {@code ansatz.count=NAME}. */
  private static void register(BundleContext context, LinearAlgebra jblas, String name) {
    AtomicLong calls = new AtomicLong();
    Object provider = Proxy.newProxyInstance(Counting.class.getClassLoader(), new Class<?>[] {LinearAlgebra.class},
        (_, method, arguments) -> {
          if (method.getDeclaringClass() != Object.class) {
            calls.incrementAndGet();
          }
          try {
            return method.invoke(jblas, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
    context.registerService(LinearAlgebra.class, (LinearAlgebra) provider,
        new Hashtable<>(Map.of("ansatz.name", name, "ansatz.standin", true, Constants.SERVICE_RANKING, -100)));
    Supplier<Long> count = calls::get;
    context.registerService(Supplier.class, count, new Hashtable<>(Map.of("ansatz.count", name)));
  }
}
