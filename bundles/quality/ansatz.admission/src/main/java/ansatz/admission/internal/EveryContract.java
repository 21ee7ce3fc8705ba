package ansatz.admission.internal;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Tries every contract on every service there is, stand-ins of tests aside, and gives one map a test: {@code test}, {@code status} (passed, failed,
 * skipped) and {@code detail}. JDK types only, so that a test outside of the framework can read them.
 */
@Component(service = Supplier.class, property = "ansatz.main=contracts")
public final class EveryContract implements Supplier<List<Map<String, String>>> {
  /** Service property of what a test of the workbench put into the registry in the place of a real service. */
  private static final String STAND_IN = "ansatz.standin";

  private final BundleContext context;

  @Activate
  public EveryContract(BundleContext context) {
    this.context = context;
  }

  @Override
  public List<Map<String, String>> get() {
    try (Subjects _ = Subjects.open(context, service -> service.getProperty(STAND_IN) == null)) {
      return ContractRunner.run(EnumSet.allOf(Kind.class)).stream().map(EveryContract::map).toList();
    }
  }

  private static Map<String, String> map(ContractRunner.Result result) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("test", result.test());
    map.put("status", result.status().name().toLowerCase(Locale.ROOT));
    map.put("detail", result.detail());
    return map;
  }
}
