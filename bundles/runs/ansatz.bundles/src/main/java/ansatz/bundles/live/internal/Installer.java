package ansatz.bundles.live.internal;

import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.FrameworkWiring;

/** Installs, starts and uninstalls the bundles of sets. Nothing is copied where the file system knows links. */
final class Installer {
  private static final long REFRESH_SECONDS = 10;

  private final BundleContext context;
  private final SetWiring wiring;
  private final Duration limit;

  /** @param limit of one bundle's start or stop */
  Installer(BundleContext context, SetWiring wiring, Duration limit) {
    this.context = context;
    this.wiring = wiring;
    this.limit = limit;
    // Parts start where the framework stands and stop before the platform.
    FrameworkStartLevel levels = context.getBundle(0).adapt(FrameworkStartLevel.class);
    levels.setInitialBundleStartLevel(Math.max(1, levels.getStartLevel()));
  }

  /** Adds a jar to a set; it neither resolves nor starts yet. */
  Bundle install(PartSet set, Path jar, String sha256) {
    String location = location(set, jar);
    wiring.announce(location, set);
    try {
      Bundle bundle = context.installBundle(location);
      set.add(bundle, new PartFile(bundle.getSymbolicName(), bundle.getVersion().toString(), sha256, jar));
      return bundle;
    } catch (BundleException e) {
      wiring.forget(location);
      throw new RefusedException("cannot install " + jar + ": " + cause(e));
    }
  }

  /** The same jar may be in several sets: each installs it under a name of its own. */
  private static String location(PartSet set, Path jar) {
    Path path = jar;
    if (set.folder() != null) {
      path = set.folder().resolve(set.bundles().size() + "-" + jar.getFileName());
      try {
        Files.createDirectories(set.folder());
        link(path, jar);
      } catch (IOException e) {
        throw new RunException("cannot write " + path + " (" + e + ") — free some space, or set ANSATZ_HOME", e);
      }
    }
    // The framework reads the address as a form's field, in which a plus sign is a space.
    return "reference:" + path.toUri().toString().replace("+", "%2B");
  }

  private static void link(Path link, Path jar) throws IOException {
    try {
      Files.createSymbolicLink(link, jar.toRealPath());
    } catch (UnsupportedOperationException e) {
      Files.copy(jar, link);
    }
  }

  /** Wires all bundles of a set. @throws RefusedException naming bundle, package, wanted and present */
  void resolve(PartSet set) {
    List<Bundle> bundles = set.bundles();
    if (context.getBundle(0).adapt(FrameworkWiring.class).resolveBundles(bundles)) {
      return;
    }
    for (Bundle bundle : bundles) {
      if (bundle.getState() == Bundle.INSTALLED) {
        throw doesNotStart(bundle, reasonUnresolved(set, bundle));
      }
    }
  }

  private String reasonUnresolved(PartSet set, Bundle bundle) {
    List<Bundle> visible = new ArrayList<>(platform());
    visible.addAll(set.bundles());
    for (Bundle member : set.bundles()) {
      for (BundleRequirement requirement : Imports.needed(member)) {
        if (!Imports.met(requirement, visible)) {
          return Imports.lack(requirement, visible);
        }
      }
    }
    try {
      bundle.start(Bundle.START_TRANSIENT);
      return "it resolves only now";
    } catch (BundleException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** The bundles that are in no set. */
  List<Bundle> platform() {
    List<Bundle> platform = new ArrayList<>();
    for (Bundle bundle : context.getBundles()) {
      if (wiring.of(bundle) == null) {
        platform.add(bundle);
      }
    }
    return platform;
  }

  /** Starts a set, what the root is wired to first. @throws RefusedException naming the bundle and why it does not start */
  void start(PartSet set) {
    for (Bundle bundle : set.bundles().reversed()) {
      if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
        start(bundle);
      }
    }
  }

  private void start(Bundle bundle) {
    try {
      TimeLimit.within(limit, "start " + PartSet.label(bundle), () -> {
        bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
        return null;
      });
    } catch (ExecutionException e) {
      throw doesNotStart(bundle, cause(e));
    } catch (TimeLimit.Exceeded e) {
      throw doesNotStart(bundle, "it hangs; given up after " + limit.toMillis() / 1000.0 + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw doesNotStart(bundle, "interrupted");
    }
  }

  private static RefusedException doesNotStart(Bundle bundle, String reason) {
    return new RefusedException(
        "bundle " + bundle.getSymbolicName() + " " + bundle.getVersion() + " does not start: " + reason);
  }

  /** Uninstalls a set and removes its links; the bundles that do not stop, in words, else empty. */
  String uninstall(PartSet set) {
    List<String> stuck = new ArrayList<>();
    for (Bundle bundle : set.bundles()) {
      String problem = uninstall(bundle);
      if (!problem.isEmpty()) {
        stuck.add(PartSet.label(bundle) + " " + problem);
      }
    }
    refresh(set.bundles());
    removeLinks(set);
    return String.join(", ", stuck);
  }

  /** Uninstalls one bundle that nobody is wired to. */
  String uninstall(Bundle bundle) {
    if (bundle.getState() == Bundle.STARTING && bundle.getHeaders().get(Constants.BUNDLE_ACTIVATIONPOLICY) == null) {
      return "is still starting";
    }
    try {
      TimeLimit.within(limit, "stop " + PartSet.label(bundle), () -> {
        bundle.uninstall();
        return null;
      });
      wiring.forget(bundle.getLocation());
      return "";
    } catch (ExecutionException e) {
      return "does not stop: " + cause(e);
    } catch (TimeLimit.Exceeded e) {
      return "does not stop within " + limit.toMillis() / 1000.0 + " s";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "was not stopped: interrupted";
    }
  }

  /** An exporter is kept until its importers in the set are gone too; nothing outside a set is wired into it. */
  private void refresh(Collection<Bundle> bundles) {
    FrameworkWiring framework = context.getBundle(0).adapt(FrameworkWiring.class);
    List<Bundle> pending = framework.getRemovalPendingBundles().stream().filter(bundles::contains).toList();
    if (pending.isEmpty()) {
      return;
    }
    CountDownLatch done = new CountDownLatch(1);
    framework.refreshBundles(pending, event -> {
      if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
        done.countDown();
      }
    });
    try {
      done.await(REFRESH_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeLinks(PartSet set) {
    if (set.folder() == null || !Files.isDirectory(set.folder())) {
      return;
    }
    try (var links = Files.list(set.folder())) {
      for (Path link : links.toList()) {
        Files.delete(link);
      }
      Files.delete(set.folder());
    } catch (IOException e) {
      System.getLogger(Installer.class.getName()).log(System.Logger.Level.INFO,
          "left to the end of the process: " + set.folder(), e);
    }
  }

  private static String cause(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root instanceof BundleException ? String.valueOf(root.getMessage()) : root.toString();
  }
}
