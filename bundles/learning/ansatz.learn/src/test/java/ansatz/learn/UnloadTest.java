package ansatz.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A bundle's classes must go away with the bundle, whatever was done with its configs before.
 *
 * <p>Trees are compared, not records: the JDK's own {@code equals} of a record leaves a soft reference to its class.
 */
class UnloadTest {
  /** Defines the configs of {@link ParamsTest} once more, as a second bundle would. */
  private static final class Plugin extends ClassLoader {
    Plugin() {
      super(UnloadTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      Class<?> known = findLoadedClass(name);
      if (known != null || !name.startsWith(ParamsTest.class.getName())) {
        return known != null ? known : super.loadClass(name, resolve);
      }
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void nothingKeepsAConfigsClassLoader() throws Exception {
    WeakReference<ClassLoader> loader = useAndForget();
    for (int i = 0; i < 50 && loader.get() != null; i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertNull(loader.get(), "the class loader is still reachable");
  }

  private static WeakReference<ClassLoader> useAndForget() throws ClassNotFoundException {
    Plugin plugin = new Plugin();
    Class<? extends Record> type = plugin.loadClass(ParamsTest.Config.class.getName()).asSubclass(Record.class);
    assertNotSame(ParamsTest.Config.class, type);
    Record config = Params.bind(type, Map.of("lambda", 2, "link", "hinge"), "model");
    assertEquals(Params.tree(config), Params.tree(Params.bind(type, Params.tree(config), "")));
    assertEquals(11, Params.describe(type).size());
    assertEquals(4, Params.schema(type).size());
    assertThrows(ParamException.class, () -> Params.of(type, "link", "hnge"));
    assertEquals(Description.EMPTY, Description.of(type));
    return new WeakReference<>(plugin);
  }
}
