package ansatz.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;

/**
 * A running framework with the bundles of a distribution.
 *
 * <p>The platform is fixed and ordered: {@code bundles/LEVEL/NAME.jar}, by level, then name. Booting installs the levels
 * up to {@code org.osgi.framework.startlevel.beginning}, which is all that the command line needs to explain itself; the
 * rest follows when a command asks for it through the service {@link Runnable} with {@code ansatz.main=rest}: the other
 * levels, which {@code ansatz.main=platform} starts alone, then the parts, started by the service {@link Runnable} with
 * {@code ansatz.main=parts}. Nothing is copied, and the framework's cache is thrown away at the end.
 */
public final class Host implements AutoCloseable {
  private static final String BUNDLES = "bundles";
  private static final String SCRATCH = "ansatz.scratch";
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final long STOP_MILLIS = 20_000;

  private final ScratchFolder scratch;
  private final Framework framework;
  private final Path dist;
  private boolean platform;
  private boolean whole;

  private Host(ScratchFolder scratch, Framework framework, Path dist) {
    this.scratch = scratch;
    this.framework = framework;
    this.dist = dist;
  }

  /** Boots the first levels. */
  static Host boot(Path dist, Path home, Map<String, String> properties) {
    if (!Files.isDirectory(dist.resolve(BUNDLES))) {
      throw new BootException(dist + " holds no bundles — build it: mvn -DskipTests package");
    }
    Map<String, String> configuration = read(dist.resolve("config").resolve("framework.properties"), dist, home);
    ScratchFolder scratch = ScratchFolder.take(scratchFolder(home));
    configuration.put(Constants.FRAMEWORK_STORAGE, scratch.framework().toString());
    configuration.put(Main.DIST, dist.toAbsolutePath().toString());
    if (System.getProperty(Main.DIST) == null) {
      // Where the script did not say it: bundles that start other processes look there.
      System.setProperty(Main.DIST, dist.toAbsolutePath().toString());
    }
    configuration.putAll(properties);
    Framework framework = new FrameworkFactory().newFramework(configuration);
    Host host = new Host(scratch, framework, dist);
    try {
      framework.init();
      int first = Integer.parseInt(configuration.get(Constants.FRAMEWORK_BEGINNING_STARTLEVEL));
      host.start(host.install(0, first));
      framework.start();
      host.offer("platform", host::startPlatform);
      host.offer("rest", host::startRest);
      return host;
    } catch (BundleException | RuntimeException e) {
      host.close();
      throw e instanceof BootException b ? b : new BootException(String.valueOf(e.getMessage()), e);
    }
  }

  private void offer(String stage, Runnable start) {
    context().registerService(Runnable.class, start, new Hashtable<>(Map.of("ansatz.main", stage)));
  }

  /** Installs and starts every platform bundle that is not yet there, then the parts; returns when all have started. */
  public synchronized void startRest() {
    if (!whole) {
      startPlatform();
      startParts();
      whole = true;
    }
  }

  private synchronized void startPlatform() {
    if (platform) {
      return;
    }
    FrameworkStartLevel levels = framework.adapt(FrameworkStartLevel.class);
    int first = levels.getStartLevel();
    List<Bundle> added = install(first + 1, Integer.MAX_VALUE);
    start(added);
    int last = added.stream().mapToInt(b -> b.adapt(BundleStartLevel.class).getStartLevel()).max().orElse(first);
    CountDownLatch reached = new CountDownLatch(1);
    levels.setStartLevel(last, event -> reached.countDown());
    try {
      reached.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BootException("interrupted while starting", e);
    }
    for (Bundle bundle : added) {
      requireStarted(bundle);
    }
    platform = true;
  }

  /** Which parts these are is not decided here: newer versions may have been promoted. */
  private void startParts() {
    if (!Files.isDirectory(dist.resolve("parts"))) {
      return;
    }
    Runnable parts = service(Runnable.class, "(ansatz.main=parts)");
    if (parts == null) {
      throw new BootException("no bundle starts the parts (ansatz.main=parts)");
    }
    VectorModule.load();
    try {
      parts.run();
    } catch (RuntimeException e) {
      throw new BootException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The framework's context: the way to its bundles and services. */
  public BundleContext context() {
    return framework.getBundleContext();
  }

  /** The command line. */
  public ToIntFunction<String[]> commandLine() {
    @SuppressWarnings("unchecked")
    ToIntFunction<String[]> line = service(ToIntFunction.class, "(ansatz.main=cli)");
    if (line == null) {
      for (Bundle bundle : context().getBundles()) {
        requireStarted(bundle);
      }
      throw new BootException("no bundle offers the command line (ansatz.main=cli)");
    }
    return line;
  }

  /** The service that the filter finds; null where there is none. */
  private <S> S service(Class<S> type, String filter) {
    BundleContext context = context();
    try {
      for (ServiceReference<S> reference : context.getServiceReferences(type, filter)) {
        S found = context.getService(reference);
        if (found != null) {
          return found;
        }
      }
      return null;
    } catch (InvalidSyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Stops the framework and removes its throw-away files. */
  @Override
  public void close() {
    try {
      framework.stop();
      FrameworkEvent stopped = framework.waitForStop(STOP_MILLIS);
      if (stopped.getType() == FrameworkEvent.WAIT_TIMEDOUT) {
        System.err.println("warning: a bundle does not stop; giving up after " + STOP_MILLIS / 1000 + " s");
      }
    } catch (BundleException e) {
      throw new BootException("cannot stop: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      scratch.close();
    }
  }

  private List<Bundle> install(int from, int to) {
    List<Bundle> installed = new ArrayList<>();
    for (Path level : list(dist.resolve(BUNDLES))) {
      int number = Integer.parseInt(level.getFileName().toString());
      if (number < from || number > to) {
        continue;
      }
      for (Path jar : list(level)) {
        try {
          Bundle bundle = framework.getBundleContext().installBundle(reference(jar));
          bundle.adapt(BundleStartLevel.class).setStartLevel(number);
          installed.add(bundle);
        } catch (BundleException e) {
          throw new BootException("cannot install " + jar + ": " + cause(e), e);
        }
      }
    }
    return installed;
  }

  /** The framework reads the address as a form's field, in which a plus sign is a space. */
  private static String reference(Path jar) {
    return "reference:" + jar.toUri().toString().replace("+", "%2B");
  }

  private void start(List<Bundle> added) {
    for (Bundle bundle : added) {
      if ((bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) == 0) {
        try {
          bundle.start(Bundle.START_ACTIVATION_POLICY);
        } catch (BundleException e) {
          throw doesNotStart(bundle, e);
        }
      }
    }
  }

  /** Start levels swallow failures into events: starting once more gives the reason. */
  private static void requireStarted(Bundle bundle) {
    boolean fragment = (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    if (!fragment && (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) == 0) {
      try {
        bundle.start(Bundle.START_ACTIVATION_POLICY);
      } catch (BundleException e) {
        throw doesNotStart(bundle, e);
      }
    }
  }

  private static BootException doesNotStart(Bundle bundle, BundleException e) {
    String name = bundle.getSymbolicName() + " " + bundle.getVersion();
    String reason = e.getType() == BundleException.RESOLVE_ERROR ? Missing.in(e.getMessage()) : cause(e);
    return new BootException("bundle " + name + " does not start: " + reason, e);
  }

  private static String cause(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.toString();
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new BootException("cannot read " + folder + ": " + e, e);
    }
  }

  /** The script's choice for the first framework of the process, which is the process's folder for temporary files too. */
  private static Path scratchFolder(Path home) {
    String given = System.getProperty(SCRATCH);
    int count = COUNT.incrementAndGet();
    return given != null && count == 1
        ? Path.of(given)
        : home.resolve("tmp").resolve(ProcessHandle.current().pid() + "-" + count);
  }

  private static Map<String, String> read(Path file, Path dist, Path home) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new BootException("cannot read " + file + ": " + e, e);
    }
    Map<String, String> read = new HashMap<>();
    properties.forEach((key, value) -> read.put(key.toString(),
        value.toString().replace("${ansatz.dist}", dist.toAbsolutePath().toString())
            .replace("${ansatz.home}", home.toAbsolutePath().toString())));
    return read;
  }
}
