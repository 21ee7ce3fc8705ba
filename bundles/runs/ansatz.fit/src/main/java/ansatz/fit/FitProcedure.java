package ansatz.fit;

import ansatz.experiment.ConfigException;
import ansatz.experiment.Experiment;
import ansatz.experiment.Offer;
import ansatz.experiment.Procedure;
import ansatz.experiment.Registry;
import ansatz.experiment.Work;
import ansatz.learn.Estimator;
import ansatz.learn.Name;
import ansatz.learn.ParamException;
import ansatz.learn.Params;
import ansatz.learn.PartFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** {@code fit}: estimators compared under cross-validation, a holdout, or on all rows. */
@Component(service = Procedure.class)
@Name("fit")
public final class FitProcedure implements Procedure {
  @Override
  public Map<String, Object> check(Map<String, Object> tree, Registry registry) {
    try (LeasedParts parts = new LeasedParts(registry)) {
      return bind(tree, parts).tree(parts);
    } catch (ParamException e) {
      throw new ConfigException(e.getMessage() + " (ansatz schema)", e);
    }
  }

  @Override
  public Work open(Experiment experiment, Registry registry) {
    LeasedParts parts = new LeasedParts(registry);
    try {
      return new FitWork(bind(experiment.tree(), parts), parts, registry);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  private static FitFile bind(Map<String, Object> tree, LeasedParts parts) {
    FitFile file = FitFile.bind(tree, parts);
    parts.restrict(file.bundles().orElse(Map.of()));
    return file;
  }

  @Override
  public Map<String, Object> schema(Registry registry) {
    Map<String, Object> schema = Params.schema(FitFile.class);
    Map<String, Object> models = new LinkedHashMap<>();
    List<Object> anyOf = new ArrayList<>();
    for (Offer<? extends PartFactory<Estimator>> offer : registry.offers(LeasedParts.factory(Estimator.class))) {
      Map<String, Object> config = new LinkedHashMap<>(Params.schema(offer.service().config()));
      config.remove("$schema");
      Map<String, Object> properties = new LinkedHashMap<>();
      properties.put("use", Map.of("const", offer.name()));
      ((Map<?, ?>) config.getOrDefault("properties", Map.of())).forEach((k, v) -> properties.put(k.toString(), v));
      config.put("properties", properties);
      models.put(offer.name(), Map.of("anyOf", List.of(Map.of("type", "null"), config)));
      anyOf.add(config);
    }
    Map<String, Object> fit = new LinkedHashMap<>();
    fit.put("type", "object");
    fit.put("minProperties", 1);
    fit.put("properties", models);
    fit.put("additionalProperties", Map.of("anyOf", anyOf));
    return Schemas.replace(schema, List.of("properties", "fit", "properties", "models"), fit);
  }
}
