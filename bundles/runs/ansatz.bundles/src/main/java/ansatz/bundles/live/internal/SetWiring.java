package ansatz.bundles.live.internal;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Wires each set to itself and the platform, and the platform to itself. A bundle belongs to the set for which its
 * location was announced before it was installed.
 */
final class SetWiring implements ResolverHookFactory {
  private final Map<String, PartSet> sets = new ConcurrentHashMap<>();

  void announce(String location, PartSet set) {
    sets.put(location, set);
  }

  void forget(String location) {
    sets.remove(location);
  }

  /** The set of a bundle; null for the platform. */
  PartSet of(Bundle bundle) {
    return sets.get(bundle.getLocation());
  }

  @Override
  public ResolverHook begin(Collection<BundleRevision> triggers) {
    return new ResolverHook() {
      @Override
      public void filterResolvable(Collection<BundleRevision> candidates) {
        // Which bundles may be resolved is not the question here.
      }

      @Override
      public void filterSingletonCollisions(BundleCapability singleton, Collection<BundleCapability> collisions) {
        PartSet own = of(singleton.getRevision().getBundle());
        collisions.removeIf(other -> of(other.getRevision().getBundle()) != own);
      }

      @Override
      public void filterMatches(BundleRequirement requirement, Collection<BundleCapability> candidates) {
        PartSet own = of(requirement.getRevision().getBundle());
        candidates.removeIf(candidate -> {
          PartSet set = of(candidate.getRevision().getBundle());
          return set != null && set != own;
        });
      }

      @Override
      public void end() {
        // Nothing is kept.
      }
    };
  }
}
