package ansatz.itest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles compiled at test time are what Maven builds, but for what was changed. */
class WorkshopIT {
  @TempDir
  Path folder;

  @Test
  void theSameSourcesGiveTheBundleThatMavenBuilds() throws IOException {
    for (String name : new String[] {"ansatz.regression", "ansatz.linalg.jblas"}) {
      SortedMap<String, byte[]> made = content(new Workshop(folder).bundle(name).jar());
      SortedMap<String, byte[]> built = content(dist(name));
      assertEquals(built.keySet(), made.keySet());
      built.forEach((entry, bytes) -> {
        if (entry.endsWith(".MF")) {
          assertEquals(new String(bytes, StandardCharsets.UTF_8), new String(made.get(entry), StandardCharsets.UTF_8));
        }
        assertArrayEquals(bytes, made.get(entry), name + ": " + entry);
      });
    }
  }

  @Test
  void aChangeIsInTheClassAndTheVersionInTheManifest() throws IOException {
    Workshop workshop = new Workshop(folder);
    Path jar = workshop.bundle("ansatz.regression").version("1.0.1").change("KMeans.java", "\"inertia\"", "\"moment\"")
        .jar();
    try (JarFile file = new JarFile(jar.toFile())) {
      assertEquals("1.0.1", file.getManifest().getMainAttributes().getValue("Bundle-Version"));
    }
    SortedMap<String, byte[]> made = content(jar);
    SortedMap<String, byte[]> built = content(dist("ansatz.regression"));
    assertEquals(built.keySet(), made.keySet());
    built.keySet().removeIf(entry -> Arrays.equals(made.get(entry), built.get(entry)));
    assertEquals(Set.of("META-INF/MANIFEST.MF", "ansatz/regression/KMeans.class"), built.keySet());
    assertThrows(AssertionError.class, () -> workshop.zoo("zoo.descent").change("Descent.java", "nothing like it", ""));
  }

  @Test
  void theZooHasAComponentAndADescription() throws IOException {
    Set<String> entries = content(new Workshop(folder).zoo("zoo.descent").jar()).keySet();
    assertTrue(entries.contains("OSGI-INF/zoo.descent.Descent$Factory.xml"), entries.toString());
    assertTrue(entries.contains("META-INF/ansatz/zoo.descent.Descent.properties"), entries.toString());
  }

  @Test
  void everyAnimalOfTheZooCompiles() {
    Workshop workshop = new Workshop(folder);
    for (Animal animal : Animal.values()) {
      assertTrue(Files.exists(animal.jar(workshop)), animal.toString());
    }
    assertTrue(Files.exists(Animal.moody(workshop, "1.0.2", folder.resolve("mood"))));
    assertTrue(Files.exists(workshop.zoo("zoo.relay").seeing(Animal.FIRST.jar(workshop)).jar()));
  }

  private static Path dist(String name) throws IOException {
    try (Stream<Path> files = Files.walk(Workbench.dist())) {
      return files.filter(f -> f.endsWith(name + ".jar")).findFirst().orElseThrow();
    }
  }

  /** What the digest of a bundle is taken of. */
  private static SortedMap<String, byte[]> content(Path jar) throws IOException {
    SortedMap<String, byte[]> content = new TreeMap<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : Collections.list(file.entries())) {
        if (!entry.isDirectory() && !entry.getName().startsWith("META-INF/maven/")) {
          content.put(entry.getName(), file.getInputStream(entry).readAllBytes());
        }
      }
    }
    return content;
  }
}
