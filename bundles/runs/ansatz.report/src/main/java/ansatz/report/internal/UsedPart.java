package ansatz.report.internal;

import ansatz.data.TransformFactory;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Lease;
import ansatz.experiment.Offer;
import ansatz.experiment.Registry;
import ansatz.experiment.RunFiles;
import ansatz.learn.Cite;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.MetricFactory;
import ansatz.learn.PartFactory;
import ansatz.linalg.LinearAlgebra;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A part that the run used, as far as what is installed now can describe it.
 *
 * @param role {@code model}, {@code metric}, {@code transform}, {@code linear algebra}
 * @param label what the experiment calls it
 * @param algorithm the class with the citations and the description; empty where its bundle is not installed
 * @param config the record of its parameters; empty where there is none
 * @param values the parameters used
 */
record UsedPart(String role, String label, String name, Optional<Class<?>> algorithm,
    Optional<Class<? extends Record>> config, Map<String, Object> values) {

  static List<UsedPart> of(RunFiles run, Findings findings, Registry registry) {
    List<UsedPart> parts = new ArrayList<>();
    findings.models().forEach(
        m -> parts.add(made("model", m.label(), m.estimator(), m.config(), registry.offers(EstimatorFactory.class))));
    for (Object entry : Tree.of(run.config()).at("data").list("transform")) {
      named(entry).forEach(
          (name, values) -> parts.add(made("transform", name, name, values, registry.offers(TransformFactory.class))));
    }
    for (Object entry : Tree.of(run.config()).list("metrics")) {
      named(entry).forEach((name, values) -> {
        String title = findings.measure(name).map(Findings.Measure::title).orElse(name);
        parts.add(made("metric", title, name, values, registry.offers(MetricFactory.class)));
      });
    }
    for (String linalg : providers(run)) {
      parts.add(
          new UsedPart("linear algebra", linalg, linalg, provider(linalg, registry), Optional.empty(), Map.of()));
    }
    return List.copyOf(parts);
  }

  /** Those that the run started with and went on with. */
  private static Set<String> providers(RunFiles run) {
    Set<String> names = new LinkedHashSet<>();
    names.add(Tree.of(run.lock()).at("slots").at("linalg").text("part"));
    run.ledger().stream().filter(entry -> entry.slot().equals("linalg")).forEach(entry -> names.add(entry.part()));
    names.remove("");
    return names;
  }

  /** The class of one provider; the others are not started, which would load their native libraries. */
  private static Optional<Class<?>> provider(String name, Registry registry) {
    try (Lease<LinearAlgebra> lease = registry.lease("linalg", LinearAlgebra.class, name)) {
      return Optional.of(lease.service().getClass());
    } catch (ConfigException absent) {
      return Optional.empty();
    }
  }

  /** Its citations, in the order of the source. */
  List<Cite> citations() {
    return algorithm.map(type -> List.of(type.getAnnotationsByType(Cite.class))).orElse(List.of());
  }

  /** The citations of all parts, each key once. */
  static Set<Cite> citations(List<UsedPart> parts) {
    Set<Cite> all = new LinkedHashSet<>();
    parts.forEach(p -> all.addAll(p.citations()));
    return all;
  }

  private static <F extends PartFactory<?>> UsedPart made(String role, String label, String name,
      Map<String, Object> values, List<Offer<F>> offers) {
    for (Offer<F> offer : offers) {
      if (offer.name().equals(name)) {
        return new UsedPart(role, label, name, Optional.of(offer.service().algorithm()),
            Optional.of(offer.service().config()), values);
      }
    }
    return new UsedPart(role, label, name, Optional.empty(), Optional.empty(), values);
  }

  /** {@code rmse} or {@code {coverage: {level: 0.95}}}. */
  private static Map<String, Map<String, Object>> named(Object entry) {
    Map<String, Map<String, Object>> parts = new LinkedHashMap<>();
    if (entry instanceof Map<?, ?>) {
      Tree tree = Tree.of(entry);
      tree.map().keySet().forEach(name -> parts.put(name, tree.at(name).map()));
    } else {
      parts.put(String.valueOf(entry), Map.of());
    }
    return parts;
  }
}
