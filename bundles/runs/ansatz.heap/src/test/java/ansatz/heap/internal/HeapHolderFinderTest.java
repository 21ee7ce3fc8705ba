package ansatz.heap.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Holders of the kinds that keep unloaded bundles alive. */
class HeapHolderFinderTest {
  /** What a platform class would have. */
  static final class Registrations {
    static final List<Object> CACHE = new ArrayList<>();

    private Registrations() {}
  }

  /** A part, defined anew by a loader of its own. */
  public static final class Part implements Runnable {
    static final Object KEPT = new Object();

    private final CountDownLatch end = new CountDownLatch(1);

    @Override
    public void run() {
      try {
        end.await();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static final class Loader extends ClassLoader {
    Loader() {
      super(HeapHolderFinderTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(Part.class.getName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  private final HeapHolderFinder finder = new HeapHolderFinder();

  @AfterEach
  void letGo() {
    Registrations.CACHE.clear();
  }

  private static Runnable part() {
    try {
      Constructor<?> constructor = new Loader().loadClass(Part.class.getName()).getConstructor();
      return (Runnable) constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static WeakReference<ClassLoader> loader(Object part) {
    return new WeakReference<>(part.getClass().getClassLoader());
  }

  @Test
  void aStaticFieldOfAnotherLoadersClass() {
    WeakReference<ClassLoader> loader = inAStaticField();
    long start = System.nanoTime();
    assertEquals(
        Optional
            .of("static " + Registrations.class.getName() + ".CACHE -> ArrayList[0] (" + Part.class.getName() + ")"),
        finder.holder(loader));
    System.out.printf("holder found in %d ms%n", (System.nanoTime() - start) / 1_000_000);
  }

  private static WeakReference<ClassLoader> inAStaticField() {
    Object part = part();
    Registrations.CACHE.add(part);
    return loader(part);
  }

  @Test
  void aMapHoldsAClass() {
    WeakReference<ClassLoader> loader = inAMap();
    String holder = finder.holder(loader).orElseThrow();
    assertTrue(holder.startsWith("static " + Registrations.class.getName() + ".CACHE -> ArrayList[0] -> "), holder);
    assertTrue(holder.endsWith("(class " + Part.class.getName() + ")"), holder);
  }

  private static WeakReference<ClassLoader> inAMap() {
    Class<?> type = part().getClass();
    Registrations.CACHE.add(new java.util.HashMap<>(Map.of("key", type)));
    return new WeakReference<>(type.getClassLoader());
  }

  @Test
  void aThreadThatGoesOn() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    WeakReference<ClassLoader> loader = inAThread(threads);
    String holder = finder.holder(loader).orElseThrow();
    threads.getFirst().interrupt();
    threads.getFirst().join();
    assertTrue(holder.startsWith("thread \"leaker\""), holder);
  }

  private static WeakReference<ClassLoader> inAThread(List<Thread> threads) {
    Runnable part = part();
    threads.add(new Thread(part, "leaker"));
    threads.getFirst().start();
    return loader(part);
  }

  @Test
  void aThreadLocal() throws InterruptedException {
    ThreadLocal<Object> local = new ThreadLocal<>();
    List<WeakReference<ClassLoader>> loader = new ArrayList<>();
    CountDownLatch set = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread thread = new Thread(() -> {
      loader.add(inAThreadLocal(local));
      set.countDown();
      try {
        end.await();
      } catch (InterruptedException e) {
        return;
      }
    }, "keeper");
    thread.start();
    set.await();
    String holder = finder.holder(loader.getFirst()).orElseThrow();
    end.countDown();
    thread.join();
    Reference.reachabilityFence(local);
    assertEquals("thread \"keeper\" -> thread-local (" + Part.class.getName() + ")", holder);
  }

  private static WeakReference<ClassLoader> inAThreadLocal(ThreadLocal<Object> local) {
    Object part = part();
    local.set(part);
    return loader(part);
  }

  @Test
  void aContextClassLoader() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    Thread thread = new Thread(() -> {
      try {
        end.await();
      } catch (InterruptedException e) {
        return;
      }
    }, "stranger");
    WeakReference<ClassLoader> loader = asContext(thread);
    String holder = finder.holder(loader).orElseThrow();
    end.countDown();
    thread.join();
    assertEquals("thread \"stranger\" -> Thread.contextClassLoader (" + Loader.class.getName() + ")", holder);
  }

  private static WeakReference<ClassLoader> asContext(Thread thread) {
    ClassLoader loader = part().getClass().getClassLoader();
    thread.setContextClassLoader(loader);
    thread.start();
    return new WeakReference<>(loader);
  }

  @Test
  void nobody() throws IOException {
    assertEquals(Optional.empty(), finder.holder(loader(part())));
    try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertEquals(List.of(), left.filter(f -> Files.exists(f.resolve("live.hprof"))).toList());
    }
  }
}
