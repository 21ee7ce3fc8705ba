package ansatz.bundles.library.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.bundles.ContentDigest;
import ansatz.experiment.ConfigException;
import ansatz.experiment.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JarCheckTest {
  @TempDir
  Path folder;

  private BundleFile check(byte[] content) throws IOException {
    return JarCheck.check(Files.write(folder.resolve("copy.jar"), content), "zoo.jar");
  }

  private void refused(TestJar jar, String message) {
    RefusedException refusal = assertThrows(RefusedException.class, () -> check(jar.bytes()));
    assertTrue(refusal.getMessage().startsWith("zoo.jar: ") && refusal.getMessage().contains(message)
        && refusal.getMessage().contains(" — "), refusal.getMessage());
  }

  private void noBundle(TestJar jar, String message) {
    ConfigException problem = assertThrows(ConfigException.class, () -> check(jar.bytes()));
    assertTrue(problem.getMessage().startsWith("zoo.jar: ") && problem.getMessage().contains(message)
        && problem.getMessage().contains(" — "), problem.getMessage());
  }

  private static TestJar zoo() {
    return new TestJar("zoo.lion", "1.0").entry("zoo/Lion.txt", "roar".repeat(1000));
  }

  @Test
  void aSoundBundleIsNamed() throws IOException {
    BundleFile candidate = check(zoo().header("Bundle-SymbolicName", "zoo.lion;visibility:=private")
        .header("Export-Package", "zoo.lion;version=\"1.0\";uses:=\"zoo,java.util\"")
        .header("Import-Package", "zoo;version=\"[1,2)\"")
        .header("Require-Capability",
            "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\"")
        .bytes());
    assertEquals("zoo.lion@1.0.0", candidate.label());
    assertEquals(ContentDigest.of(candidate.file()), candidate.sha256());
  }

  @Test
  void whatIsNoBundleIsToldFromWhatIsForbidden() {
    noBundle(zoo().header("Bundle-ManifestVersion", null), "Bundle-ManifestVersion is not 2");
    noBundle(zoo().header("Bundle-SymbolicName", null), "Bundle-SymbolicName");
    noBundle(zoo().header("Bundle-SymbolicName", "zoo/../lion"), "Bundle-SymbolicName");
    noBundle(zoo().header("Bundle-Version", null), "no Bundle-Version");
    noBundle(zoo().header("Bundle-Version", "one"), "Bundle-Version 'one'");
  }

  @Test
  void aJarWithoutManifestIsNoBundle() {
    byte[] other = new String(zoo().bytes(), StandardCharsets.ISO_8859_1)
        .replace("META-INF/MANIFEST.MF", "META-INF/MANIFEST.NO").getBytes(StandardCharsets.ISO_8859_1);
    assertTrue(
        assertThrows(ConfigException.class, () -> check(other)).getMessage().contains("no META-INF/MANIFEST.MF"));
  }

  @Test
  void aDamagedJarIsRecognised() {
    byte[] sound = zoo().bytes();
    assertThrows(JarCheck.Damaged.class, () -> check(new byte[0]));
    assertThrows(JarCheck.Damaged.class, () -> check("no jar".getBytes(StandardCharsets.UTF_8)));
    for (int length = 1; length < sound.length; length += 7) {
      byte[] part = Arrays.copyOf(sound, length);
      assertThrows(JarCheck.Damaged.class, () -> check(part));
    }
  }

  @Test
  void everyEntryIsReadAndComparedWithItsChecksum() {
    byte[] sound = zoo().entry("zoo/data", new Random(1).doubles(500).mapToObj(Double::toString)
        .reduce("", String::concat)).bytes();
    int damaged = 0;
    for (int i = 400; i < sound.length - 400; i += 97) {
      byte[] flipped = sound.clone();
      flipped[i] ^= 0x10;
      assertThrows(JarCheck.Damaged.class, () -> check(flipped));
      damaged++;
    }
    assertTrue(damaged > 20, "only " + damaged);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../evil", "zoo/../../evil", "/etc/evil", "..", "zoo\\..\\evil", "C:/evil", "zoo/./evil", "a\nb"})
  void namesThatLeaveTheFolderAreRefused(String name) {
    refused(zoo().entry(name, "evil"), "which would be written outside of its folder");
  }

  @Test
  void twoEntriesOfOneNameAreRefused() {
    byte[] two = new String(zoo().entry("zoo/aa", "1").entry("zoo/ab", "2").bytes(), StandardCharsets.ISO_8859_1)
        .replace("zoo/ab", "zoo/aa").getBytes(StandardCharsets.ISO_8859_1);
    assertTrue(assertThrows(RefusedException.class, () -> check(two)).getMessage().contains("two entries 'zoo/aa'"));
  }

  @Test
  void bombsAreRefused() {
    refused(zoo().entry("zoo/zeros", new byte[40 << 20]), "more than 100 times its size");
    TestJar many = zoo();
    for (int i = 0; i < 20_001; i++) {
      many.entry("zoo/" + i, "");
    }
    refused(many, "has 20003 entries, at most 20000");
  }

  @Test
  void whatUnpacksToTooMuchIsRefused() throws IOException {
    Path jar = zoo().entry("1", "x".repeat(3 << 19)).entry("2", "x".repeat(3 << 19)).to(folder.resolve("large.jar"));
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      JarContent.check("zoo.jar", zip, 4 << 20);
      assertTrue(assertThrows(RefusedException.class, () -> JarContent.check("zoo.jar", zip, 2 << 20)).getMessage()
          .contains("unpacks to more than 2 MB"));
    }
  }

  @ParameterizedTest
  @CsvSource({"Fragment-Host,ansatz.runner,would change another bundle", "Require-Bundle,zoo,use Import-Package",
    "DynamicImport-Package,*,otherwise than it was admitted",
    "Bundle-SymbolicName,zoo.lion;singleton:=true,two versions live beside each other"})
  void headersThatBreakLivingBesideAreRefused(String header, String value, String message) {
    refused(zoo().header(header, value), message);
  }

  @Test
  void importingOnesOwnPackageIsRefused() {
    refused(zoo().header("Export-Package", "zoo.a;zoo.b;version=\"1.0,0\",zoo.c").header("Import-Package",
        "java.util,zoo.b;version=\"[1,2)\""), "imports its own package zoo.b");
  }

  @Test
  void classesForANewerJavaAreRefused() {
    int next = Runtime.version().feature() + 1;
    byte[] type = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, (byte) (44 + next)};
    refused(zoo().entry("zoo/Lion.class", type), "has classes for Java " + next + " (zoo/Lion.class)");
    refused(zoo().header("Bundle-RequiredExecutionEnvironment", "JavaSE-" + next), "it requires JavaSE-" + next);
    refused(zoo().header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=" + next + "))\""),
        "it requires (&(osgi.ee=JavaSE)(version=" + next + "))");
  }
}
