package ansatz.admission.internal;

import ansatz.bundles.ChildTask;
import ansatz.bundles.Importers;
import ansatz.bundles.LiveBundles;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Disk;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Trees;
import ansatz.learn.Name;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/**
 * Says whether a new bundle may be installed. Runs in a child process whose live bundles are those of its parent, and
 * beside them the candidate: {@code request.json} names it, {@code verdict.json} is left as the last act.
 *
 * <p>A bundle is admitted when it is wired to nobody who is there only for the trial, offers only kinds of services that
 * have contracts, every contract holds on every offer, nothing is changed that the whole process shares, and nothing of it
 * stays in memory after it was unloaded. A bundle that ends the process, hangs or eats all memory leaves no verdict, and
 * whoever started the process says so.
 *
 * <p>Then the parts that import from it are loaded and tried together with it. So everything that would start otherwise
 * after its promotion has started in this process, among all that would start as it did.
 */
@Component
@Name("admission")
public final class AdmissionTask implements ChildTask {
  private final BundleContext context;
  private final LiveBundles live;
  private final Importers importers;
  private final ServiceComponentRuntime components;

  @Activate
  public AdmissionTask(BundleContext context, @Reference LiveBundles live, @Reference Importers importers,
      @Reference ServiceComponentRuntime components) {
    this.context = context;
    this.live = live;
    this.importers = importers;
    this.components = components;
  }

  @Override
  public int run(Path folder) throws IOException {
    Map<String, Object> request = Trees.fromJson(Disk.SYSTEM.read(folder.resolve("request.json")));
    Verdict verdict = new Verdict((String) request.get("candidate"), (String) request.get("sha256"));
    long start = System.nanoTime();
    try {
      judge(verdict);
      judgeImporters(verdict);
    } catch (RefusedException | ConfigException e) {
      verdict.refuse(e.getMessage());
    }
    verdict.took("whole", System.nanoTime() - start);
    Disk.SYSTEM.replace(folder.resolve("verdict.json"), Trees.json(verdict.tree()));
    return 0;
  }

  /** The candidate itself is known only to {@link #tryOut}: a variable of this method would keep it from going away. */
  private void judge(Verdict verdict) {
    SharedState before = SharedState.now(this::ofOthers);
    tryOut(verdict);
    verdict.changed(before.changes());
    unload(verdict);
    verdict.changed(before.changes());
    verdict.changed(before.threadsLeft());
  }

  /** Whether a class belongs to the platform or to a part that stands. */
  private boolean ofOthers(Class<?> type) {
    Bundle bundle = FrameworkUtil.getBundle(type);
    return bundle != null && live.standing(bundle.getBundleId());
  }

  private void tryOut(Verdict verdict) {
    long start = System.nanoTime();
    try {
      new Trial(context, components, verdict).run(bundle(verdict));
    } finally {
      verdict.took("contracts", System.nanoTime() - start);
    }
  }

  /** Nobody has promoted it yet: that parts which import from it do not go with it is no reason to refuse it. */
  private void judgeImporters(Verdict verdict) {
    Verdict together = new Verdict(verdict.label(), "");
    try {
      if (tryImporters(verdict, together)) {
        unload(together);
      }
      verdict.starts("");
    } catch (RefusedException e) {
      verdict.starts(e.getMessage());
    }
  }

  /** @return whether there are any */
  private boolean tryImporters(Verdict verdict, Verdict together) {
    List<Bundle> loaded = importers.load(verdict.label()).stream().map(context::getBundle).toList();
    for (Bundle importer : loaded) {
      String label = importer.getSymbolicName() + "@" + importer.getVersion();
      try {
        new Trial(context, components, together).run(importer);
      } catch (RefusedException e) {
        throw new RefusedException(label + " imports from it, and with it: " + e.getMessage());
      }
      verdict.importer(label);
    }
    return !loaded.isEmpty();
  }

  private void unload(Verdict verdict) {
    long start = System.nanoTime();
    LiveBundles.Unloaded proof = live.unload(verdict.bundle(), verdict.version(), List.of());
    verdict.took("unload", System.nanoTime() - start);
    verdict.unloaded(proof.gone(), proof.holder());
  }

  private Bundle bundle(Verdict verdict) {
    List<LiveBundles.Loaded> loaded = live.loaded();
    long id = loaded.stream().filter(l -> !l.standing())
        .filter(l -> l.name().equals(verdict.bundle()) && l.version().equals(verdict.version()))
        .mapToLong(LiveBundles.Loaded::bundle).findFirst().orElseThrow(() -> new RefusedException(
            verdict.bundle() + "@" + verdict.version() + " was not loaded beside the parts that are live"));
    return context.getBundle(id);
  }
}
