package ansatz.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceReference;

class HostTest {
  @TempDir
  Path folder;

  private Path dist;

  @BeforeEach
  void layOut() throws IOException {
    dist = folder.resolve("a dist");
    Files.createDirectories(dist.resolve("config"));
    Files.writeString(dist.resolve("config/framework.properties"),
        "org.osgi.framework.startlevel.beginning=10\nfelix.log.level=0\nwhere=${ansatz.home}\n");
    bundle("10/first", "");
  }

  private void bundle(String name, String imports) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", name.substring(3));
    main.putValue("Bundle-Version", "1.2.3");
    if (!imports.isEmpty()) {
      main.putValue("Import-Package", imports);
    }
    Path jar = dist.resolve("bundles").resolve(name + ".jar");
    Files.createDirectories(jar.getParent());
    try (OutputStream out = Files.newOutputStream(jar); JarOutputStream entries = new JarOutputStream(out, manifest)) {
      entries.finish();
    }
  }

  @Test
  void laterLevelsStartWhenAskedFor() throws IOException {
    bundle("40/second", "");
    try (Host host = Host.boot(dist, folder.resolve("home"), Map.of())) {
      assertEquals(2, host.context().getBundles().length);
      host.startRest();
      assertEquals(3, host.context().getBundles().length);
      assertEquals(folder.resolve("home").toString(), host.context().getProperty("where"));
    }
  }

  @Test
  void twoFrameworksLiveInOneProcess() {
    try (Host one = Main.boot(dist, folder.resolve("home"), Map.of());
        Host two = Main.boot(dist, folder.resolve("home"), Map.of())) {
      assertEquals(one.context().getBundles().length, two.context().getBundles().length);
    }
  }

  @Test
  void aMissingPackageIsNamedWithTheBundleThatLacksIt() throws IOException {
    bundle("40/second", "not.there;version=\"[1.0,2)\"");
    BootException e = assertThrows(BootException.class,
        () -> Main.boot(dist, folder.resolve("home"), Map.of()).close());
    assertTrue(e.getMessage().startsWith("bundle second 1.2.3 does not start: second lacks package not.there"),
        e.getMessage());
  }

  @Test
  void partsThatNobodyStartsAreNotForgotten() throws IOException {
    Files.createDirectories(dist.resolve("parts"));
    BootException e = assertThrows(BootException.class,
        () -> Main.boot(dist, folder.resolve("home"), Map.of()).close());
    assertTrue(e.getMessage().contains("ansatz.main=parts"), e.getMessage());
  }

  @Test
  void thePlatformStartsAloneWhereThatIsEnough() throws Exception {
    Files.createDirectories(dist.resolve("parts"));
    bundle("40/second", "");
    try (Host host = Host.boot(dist, folder.resolve("home"), Map.of())) {
      ServiceReference<Runnable> platform = host.context()
          .getServiceReferences(Runnable.class, "(ansatz.main=platform)").iterator().next();
      host.context().getService(platform).run();
      assertEquals(3, host.context().getBundles().length);
      assertThrows(BootException.class, host::startRest, "nobody starts the parts");
    }
  }

  @Test
  void partsStartAfterThePlatformAndTheirFailureIsTheStarts() throws IOException {
    Files.createDirectories(dist.resolve("parts"));
    bundle("40/second", "");
    try (Host host = Host.boot(dist, folder.resolve("home"), Map.of())) {
      Runnable failing = () -> {
        throw new IllegalStateException("bundle x 1.0.0 does not start: of " + host.context().getBundles().length);
      };
      host.context().registerService(Runnable.class, failing,
          new Hashtable<>(Map.of("ansatz.main", "parts", "service.ranking", 1)));
      BootException e = assertThrows(BootException.class, host::startRest);
      assertEquals("bundle x 1.0.0 does not start: of 3", e.getMessage());
    }
  }

  @Test
  void theMissingCommandLineIsSaid() {
    try (Host host = Host.boot(dist, folder.resolve("home"), Map.of())) {
      BootException e = assertThrows(BootException.class, host::commandLine);
      assertTrue(e.getMessage().contains("ansatz.main=cli"), e.getMessage());
    }
  }
}
