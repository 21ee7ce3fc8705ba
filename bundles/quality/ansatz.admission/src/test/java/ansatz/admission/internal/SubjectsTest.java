package ansatz.admission.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.admission.internal.ContractRunner.Result;
import ansatz.data.Dataset;
import ansatz.data.Sample;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

class SubjectsTest {
  private static final String LONG = "sample with a name " + "x".repeat(600);

  /** One that can do nothing. */
  private final Sample empty = proxy(Sample.class, (_, method, _) -> {
    if (method.getReturnType() == Dataset.class) {
      throw new IllegalStateException("nothing");
    }
    return "";
  });

  @Test
  void whatIsAProxyIsTriedLikeAnyOther() {
    try (Subjects subjects = Subjects.open(context(), _ -> true)) {
      assertEquals(List.of(LONG), subjects.services(Sample.class).stream().map(Subject::name).toList());
    }
    try (Subjects subjects = Subjects.open(context(), service -> service.getProperty("ansatz.standin") == null)) {
      assertEquals(List.of(), subjects.services(Sample.class));
    }
  }

  @Test
  void everyResultNamesItsContractAndItsSubject() {
    try (Subjects _ = Subjects.open(context(), _ -> true)) {
      List<Result> results = ContractRunner.run(EnumSet.of(Kind.SAMPLE));
      assertTrue(results.size() > 1, results.toString());
      Verdict.Tried tried = new Verdict.Tried(Kind.SAMPLE, LONG);
      results.forEach(result -> assertTrue(tried.by(result), result.toString()));
    }
  }

  private BundleContext context() {
    ServiceReference<?> reference = proxy(ServiceReference.class, (_, method, arguments) -> switch (method.getName()) {
      case "getProperty" -> arguments[0].equals("ansatz.standin") ? Boolean.TRUE : LONG;
      case "hashCode" -> 1;
      default -> throw new UnsupportedOperationException(method.getName());
    });
    return proxy(BundleContext.class, (_, method, arguments) -> switch (method.getName()) {
      case "getServiceReferences" -> List.of(reference);
      case "getService" -> empty;
      case "ungetService" -> true;
      default -> throw new UnsupportedOperationException(method.getName());
    });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
