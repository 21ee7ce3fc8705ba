package ansatz.bundles.library.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * How long it takes until new work uses a small bundle: {@code bundle install FILE.jar --promote}, as a person types it, and
 * the two commands one after the other. To be started by hand with the folder of a distribution and a number of rounds; times are no
 * test.
 */
final class InstallBench {
  private static final String PART = "ansatz.data.transforms";
  private static final Pattern STAGE = Pattern.compile("^✓ (\\w+).* \\((\\d+\\.\\d+) s\\)$", Pattern.MULTILINE);

  private final Path dist;
  private final Path folder;
  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

  private InstallBench(Path dist, Path folder) {
    this.dist = dist;
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    InstallBench bench = new InstallBench(Path.of(arguments[0]).toAbsolutePath(),
        Files.createTempDirectory("install-bench"));
    bench.ansatz("", "bundle", "list");
    int rounds = Integer.parseInt(arguments[1]);
    for (int round = 0; round <= rounds; round++) {
      if (round == 1) {
        // The first round fills caches.
        bench.seconds.clear();
      }
      bench.round(2 * round + 1);
    }
    bench.seconds.forEach((what, each) -> {
      List<Double> sorted = each.stream().sorted().toList();
      System.out.printf(Locale.ROOT, "%-28s median %.2f s, %.2f to %.2f s%n", what, sorted.get(sorted.size() / 2),
          sorted.getFirst(), sorted.getLast());
    });
    System.out.printf(Locale.ROOT, "%d rounds, load %.1f%n", rounds,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private void round(int version) throws Exception {
    ansatz("together", "bundle", "install", jar("1.0." + version).toString(), "--promote");
    retire("1.0." + version);
    String next = "1.0." + (version + 1);
    ansatz("install alone", "bundle", "install", jar(next).toString());
    ansatz("promote alone", "bundle", "promote", PART + "@" + next);
    retire(next);
  }

  private void retire(String version) throws Exception {
    ansatz("", "bundle", "rollback");
    ansatz("", "bundle", "retire", PART + "@" + version);
  }

  private void ansatz(String what, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(dist.resolve("bin/ansatz").toString()));
    command.addAll(List.of(words));
    Path said = folder.resolve("said.txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().putAll(Map.of("ANSATZ_DIST", dist.toString(), "ANSATZ_HOME", folder.toString()));
    long begin = System.nanoTime();
    int code = builder.start().waitFor();
    double whole = (System.nanoTime() - begin) * 1e-9;
    String text = Files.readString(said);
    if (code != 0) {
      throw new IllegalStateException(command + " ended with " + code + ": " + text);
    }
    if (!what.isEmpty()) {
      note(what, whole);
      System.out.printf(Locale.ROOT, "%s %.2f s, load %.1f%n", what, whole,
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
      for (Matcher stage = STAGE.matcher(text); stage.find();) {
        note("  " + what + ": " + stage.group(1), Double.parseDouble(stage.group(2)));
      }
    }
  }

  private void note(String what, double time) {
    seconds.computeIfAbsent(what, _ -> new ArrayList<>()).add(time);
  }

  /** The distribution's own part under another version. */
  private Path jar(String version) throws IOException {
    Path jar = folder.resolve(PART + "-" + version + ".jar");
    try (ZipFile zip = new ZipFile(dist.resolve("parts").resolve(PART + ".jar").toFile());
        OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        try (InputStream in = zip.getInputStream(entry)) {
          byte[] content = in.readAllBytes();
          out.write(entry.getName().equals("META-INF/MANIFEST.MF") ? renamed(content, version) : content);
        }
      }
    }
    return jar;
  }

  private static byte[] renamed(byte[] manifest, String version) {
    return new String(manifest, StandardCharsets.UTF_8)
        .replaceFirst("Bundle-Version: [\\d.]+", "Bundle-Version: " + version).getBytes(StandardCharsets.UTF_8);
  }
}
