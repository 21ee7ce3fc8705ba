package ansatz.admission.internal;

import java.lang.reflect.InaccessibleObjectException;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.function.Predicate;

/** What there is once in a process, so that a part which changes it changes it for everybody. */
final class SharedState {
  /** For threads that are about to end. */
  private static final Duration GRACE = Duration.ofMillis(500);

  /** What there is, by name: compared by {@code equals}, streams and handlers by identity. */
  private final Map<String, Object> values = new TreeMap<>();
  private final Map<String, String> properties = new TreeMap<>();
  private final Predicate<Class<?>> trusted;
  private final Set<Thread> hooks;
  private final Set<Thread> threads;

  private SharedState(Predicate<Class<?>> trusted) {
    this.trusted = trusted;
    this.hooks = hooks();
    this.threads = threads();
    values.put("the default locale", List.of(Locale.getDefault(), Locale.getDefault(Locale.Category.DISPLAY),
        Locale.getDefault(Locale.Category.FORMAT)));
    // Asking for the zone sets a system property: before those are read.
    values.put("the default time zone", TimeZone.getDefault().getID());
    values.put("the default handler of uncaught exceptions",
        new Same(Thread.getDefaultUncaughtExceptionHandler()));
    values.put("System.in", new Same(System.in));
    values.put("System.out", new Same(System.out));
    values.put("System.err", new Same(System.err));
    values.put("the security providers", Arrays.stream(Security.getProviders()).map(Provider::getName).toList());
    System.getProperties().forEach((key, value) -> properties.put(String.valueOf(key), String.valueOf(value)));
  }

  /**
   * As it is now.
   *
   * @param trusted classes of others, whose hooks and threads are none of a candidate's doing
   */
  static SharedState now(Predicate<Class<?>> trusted) {
    return new SharedState(trusted);
  }

  /** The only one of its kind; an object of a part is not kept in words. */
  private record Same(Object object) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Same same && same.object == object;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(object);
    }

    @Override
    public String toString() {
      return object == null ? "none" : "one of " + object.getClass().getName();
    }
  }

  /** What has become of it since, in words; empty when all is as it was. */
  List<String> changes() {
    SharedState now = new SharedState(trusted);
    List<String> changes = new ArrayList<>();
    values.forEach((what, before) -> {
      if (!before.equals(now.values.get(what))) {
        changes.add(what + " (" + before + " → " + now.values.get(what) + ")");
      }
    });
    Set<String> keys = new TreeSet<>(properties.keySet());
    keys.addAll(now.properties.keySet());
    for (String key : keys) {
      String before = properties.get(key);
      String after = now.properties.get(key);
      if (!Objects.equals(before, after)) {
        changes.add("system property " + key + " (" + (before == null ? "none" : before) + " → "
            + (after == null ? "none" : after) + ")");
      }
    }
    now.hooks.stream().filter(hook -> !hooks.contains(hook))
        .forEach(hook -> changes.add("shutdown hook '" + hook.getName() + "'"));
    return changes;
  }

  /** Threads that are there since and stay, though what started them was stopped. */
  List<String> threadsLeft() {
    List<String> left = new ArrayList<>();
    for (Thread thread : threads()) {
      if (!threads.contains(thread) && !ends(thread)) {
        left.add("thread '" + thread.getName() + "'");
      }
    }
    return left;
  }

  private static boolean ends(Thread thread) {
    try {
      return thread.join(GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Those of the JDK aside, which come and go by themselves. */
  private Set<Thread> threads() {
    Set<Thread> threads = identities();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      ThreadGroup group = thread.getThreadGroup();
      boolean system = group == null || group.getParent() == null || group.getName().equals("InnocuousThreadGroup");
      boolean common = thread instanceof ForkJoinWorkerThread worker && worker.getPool() == ForkJoinPool.commonPool();
      if (!system && !common && !trusted.test(thread.getClass())) {
        threads.add(thread);
      }
    }
    return threads;
  }

  /** Nobody tells them but the JDK's own list, which the process that judges opens; empty where it is closed. */
  private Set<Thread> hooks() {
    Set<Thread> hooks = identities();
    try {
      var field = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
      field.setAccessible(true);
      if (field.get(null) instanceof Map<?, ?> known) {
        known.keySet().stream().filter(hook -> !trusted.test(hook.getClass()))
            .forEach(hook -> hooks.add((Thread) hook));
      }
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      System.getLogger(SharedState.class.getName()).log(System.Logger.Level.DEBUG, "shutdown hooks are not seen", e);
    }
    return hooks;
  }

  private static Set<Thread> identities() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
