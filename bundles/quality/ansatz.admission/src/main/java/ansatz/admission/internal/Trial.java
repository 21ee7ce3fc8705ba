package ansatz.admission.internal;

import ansatz.experiment.RefusedException;
import ansatz.learn.ParamException;
import ansatz.learn.PartFactory;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Tries a bundle: its wires, its components, the kinds of its services, their configs, and all their contracts. */
final class Trial {
  private static final int READY = ComponentConfigurationDTO.SATISFIED | ComponentConfigurationDTO.ACTIVE;

  private final BundleContext context;
  private final ServiceComponentRuntime components;
  private final Verdict verdict;

  Trial(BundleContext context, ServiceComponentRuntime components, Verdict verdict) {
    this.context = context;
    this.components = components;
    this.verdict = verdict;
  }

  /**
   * Tries it, and notes in the verdict what is found.
   *
   * @throws RefusedException for the first rule that does not hold
   */
  void run(Bundle bundle) {
    BundleOnTrial candidate = new BundleOnTrial(bundle);
    verdict.wires(candidate.wires());
    requireComponents(bundle);
    List<BundleOnTrial.Offer> offers = candidate.offers();
    verdict.offers(offers);
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    offers.forEach(offer -> kinds.add(kind(offer)));
    try (Subjects subjects = Subjects.open(context, service -> bundle.equals(service.getBundle()))) {
      offers.forEach(offer -> requireOwn(subjects, offer));
      verdict.tests(ContractRunner.run(kinds), offers.stream().flatMap(offer -> tried(subjects, offer)).toList());
    }
  }

  private static Kind kind(BundleOnTrial.Offer offer) {
    return Kind.of(offer.kind()).orElseThrow(() -> new RefusedException(
        "no contract for an offered service " + offer.kind() + ": such services belong to the platform"));
  }

  /** What has to be tried of an offer: the service itself, or each part that it makes. */
  private static Stream<Verdict.Tried> tried(Subjects subjects, BundleOnTrial.Offer offer) {
    return subjects.service(offer.reference()) instanceof PartFactory<?> factory
        ? factory.examples().stream()
            .map(example -> new Verdict.Tried(kind(offer), Subjects.name(offer.reference(), example)))
        : Stream.of(new Verdict.Tried(kind(offer), offer.name()));
  }

  /** A component that waits would never be tried, nor be there when a run asks for it. */
  private void requireComponents(Bundle bundle) {
    for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs(bundle)) {
      Collection<ComponentConfigurationDTO> configurations = components.getComponentConfigurationDTOs(component);
      if (configurations.isEmpty()) {
        throw new RefusedException("its component " + component.name + " is disabled or waits for a configuration");
      }
      for (ComponentConfigurationDTO configuration : configurations) {
        if ((configuration.state & READY) == 0) {
          throw new RefusedException("its component " + component.name + " " + reason(configuration));
        }
      }
    }
  }

  private static String reason(ComponentConfigurationDTO configuration) {
    for (UnsatisfiedReferenceDTO missing : configuration.unsatisfiedReferences) {
      return "waits for " + missing.name + (missing.target == null ? "" : " " + missing.target);
    }
    return "cannot be activated: " + String.valueOf(configuration.failure).lines().findFirst().orElse("");
  }

  /** What a bundle offers is its own work, and every part of it can be made. */
  private static void requireOwn(Subjects subjects, BundleOnTrial.Offer offer) {
    String label = offer.kind() + " '" + offer.name() + "'";
    Object service;
    try {
      service = subjects.service(offer.reference());
    } catch (IllegalStateException e) {
      throw new RefusedException("its " + label + " cannot be made; the log says why");
    }
    Bundle owner = FrameworkUtil.getBundle(service.getClass());
    if (offer.reference().getBundle() != owner) {
      throw new RefusedException("its " + label + " is an object of " + service.getClass().getName()
          + ", which is no class of its own but of " + (owner == null ? "the JDK" : owner.getSymbolicName()));
    }
    if (service instanceof PartFactory<?> factory) {
      requireExamples(subjects, label, factory);
    }
  }

  private static <P> void requireExamples(Subjects subjects, String label, PartFactory<P> factory) {
    if (factory.examples().isEmpty()) {
      throw new RefusedException("its " + label + " gives no examples, so no contract can try it");
    }
    for (Map<String, Object> example : factory.examples()) {
      try {
        subjects.make(factory, example);
      } catch (ParamException e) {
        throw new RefusedException("its " + label + " cannot be made from the example " + example + ": "
            + e.getMessage() + " — give a default, or examples() in the factory");
      }
    }
  }
}
