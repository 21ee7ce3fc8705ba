package ansatz.replay;

import ansatz.bundles.ContentStore;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.LockedBundle;
import ansatz.experiment.Plan;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunFolder;
import ansatz.experiment.Source;
import ansatz.experiment.Swap;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The place of a replay: {@code dist/}, the distribution of the run laid out from the content store; {@code config.yaml};
 * {@code plan.json} with the changes of code; {@code home/}, whose content store already holds all that is laid out.
 *
 * <p>Files are hard links into the content store, symbolic ones where the file system is another.
 */
final class ReplayFolder {
  private final Path folder;
  private final ContentStore store;
  private final RunFiles run;

  ReplayFolder(Path folder, ContentStore store, RunFiles run) {
    this.folder = folder;
    this.store = store;
    this.run = run;
  }

  Path dist() {
    return folder.resolve("dist");
  }

  Path config() {
    return folder.resolve(RunFolder.CONFIG);
  }

  Path plan() {
    return folder.resolve("plan.json");
  }

  Path home() {
    return folder.resolve("home");
  }

  /**
   * Lays everything out.
   *
   * @return the boot set: the parts that the run started with and, beside them, whatever came in later
   * @throws RefusedException naming everything that the content store lacks
   */
  Map<String, Object> lay() {
    List<LockedBundle> standing = standing();
    List<LockedBundle> beside = beside(standing);
    requireKept(standing, beside);
    try {
      for (LockedBundle each : standing) {
        if (!LockedBundle.LIB.equals(each.place())) {
          boolean part = LockedBundle.PARTS.equals(each.place());
          link(store.path(each.sha256()), dist().resolve(part ? "parts/" + each.bundle() + ".jar" : each.place()));
        }
        keep(each);
      }
      for (LockedBundle each : beside) {
        keep(each);
      }
      Files.createDirectories(dist().resolve(LockedBundle.PARTS));
      for (Map<?, ?> jar : maps(dist("lib"))) {
        link(store.path((String) jar.get("sha256")), dist().resolve("lib").resolve((String) jar.get("file")));
      }
      Path settings = Files.createDirectories(dist().resolve("config"));
      if (dist("config") instanceof Map<?, ?> files) {
        for (Map.Entry<?, ?> file : files.entrySet()) {
          Files.writeString(settings.resolve((String) file.getKey()), (String) file.getValue());
        }
      }
      Files.copy(run.folder().resolve(RunFolder.CONFIG), config());
      Files.write(plan(), Plan.json(ReplayPlan.of(run)));
    } catch (IOException e) {
      throw new RunException("the replay cannot be laid out in " + folder + ": " + e.getMessage(), e);
    }
    Map<String, Object> set = new LinkedHashMap<>();
    set.put("standing", standing.stream().filter(k -> LockedBundle.PARTS.equals(k.place())).map(this::entry).toList());
    set.put("beside", beside.stream().map(this::entry).toList());
    return set;
  }

  private Map<String, Object> entry(LockedBundle kept) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", kept.bundle());
    entry.put("version", kept.version());
    entry.put("sha256", kept.sha256());
    entry.put("file", home().resolve("bundles").resolve(kept.sha256() + ".jar").toString());
    return entry;
  }

  private List<LockedBundle> standing() {
    List<LockedBundle> standing = new ArrayList<>();
    maps(run.lock().get("bundles")).forEach(bundle -> standing.add(LockedBundle.of(bundle)));
    if (!(run.lock().get("dist") instanceof Map) || standing.stream().anyMatch(k -> k.place() == null)) {
      throw new RefusedException("run " + run.row().name() + " cannot be reproduced: its " + RunFolder.LOCK
          + " does not say what the distribution was made of — it was made without a framework or by an Ansatz that did "
          + "not keep that");
    }
    return standing;
  }

  private Object dist(String what) {
    return ((Map<?, ?>) run.lock().get("dist")).get(what);
  }

  /** The versions that slots asked for, with what they are wired to, as far as that does not stand already. */
  private List<LockedBundle> beside(List<LockedBundle> standing) {
    Map<String, LockedBundle> beside = new TreeMap<>();
    Stream<Source> sources = Stream.concat(run.ledger().stream().map(LedgerEntry::source),
        run.swaps().stream().filter(Swap::changed).flatMap(swap -> Stream.of(swap.from(), swap.to())));
    sources.forEach(source -> {
      put(beside, standing, source.bundle(), source.version(), source.sha256());
      source.wiring().forEach((label, sha256) -> {
        int at = label.lastIndexOf('@');
        put(beside, standing, label.substring(0, at), label.substring(at + 1), sha256);
      });
    });
    return List.copyOf(beside.values());
  }

  private static void put(Map<String, LockedBundle> beside, List<LockedBundle> standing, String name, String version,
      String sha256) {
    if (standing.stream().noneMatch(kept -> kept.sha256().equals(sha256))) {
      beside.put(name + "@" + version, new LockedBundle(name, version, sha256, LockedBundle.PARTS));
    }
  }

  private void requireKept(List<LockedBundle> standing, List<LockedBundle> beside) {
    List<String> missing = new ArrayList<>();
    Stream.concat(standing.stream().filter(kept -> !LockedBundle.LIB.equals(kept.place())), beside.stream())
        .filter(kept -> !store.holds(kept.sha256())).forEach(kept -> missing.add(kept.label()));
    for (Map<?, ?> jar : maps(dist("lib"))) {
      String sha256 = (String) jar.get("sha256");
      if (!store.holds(sha256)) {
        missing.add(jar.get("file") + " (" + sha256.substring(0, 12) + ")");
      }
    }
    if (!missing.isEmpty()) {
      throw new RefusedException("run " + run.row().name() + " cannot be reproduced: the content store lacks "
          + String.join(", ", missing) + ", or holds it damaged — put the jar back: ansatz bundle install FILE.jar, or "
          + "copy it from another home's bundles folder to " + store.path("").getParent());
    }
  }

  /** What the replay would copy into its own content store is there already. */
  private void keep(LockedBundle kept) throws IOException {
    Path content = store.path(kept.sha256());
    if (Files.exists(content)) {
      link(content, home().resolve("bundles").resolve(content.getFileName()));
    }
  }

  private static void link(Path content, Path name) throws IOException {
    Files.createDirectories(name.getParent());
    if (Files.exists(name)) {
      return;
    }
    try {
      Files.createLink(name, content);
    } catch (IOException | UnsupportedOperationException e) {
      Files.createSymbolicLink(name, content.toAbsolutePath());
    }
  }

  private static List<Map<?, ?>> maps(Object list) {
    List<Map<?, ?>> maps = new ArrayList<>();
    if (list instanceof List<?> entries) {
      entries.forEach(entry -> maps.add((Map<?, ?>) entry));
    }
    return maps;
  }

  /** Takes it all away; the content store keeps its files. */
  void remove() {
    try {
      Files.walkFileTree(folder, new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
          Files.delete(file);
          return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
          Files.delete(visited);
          return FileVisitResult.CONTINUE;
        }
      });
    } catch (IOException e) {
      // It lies among the files of this process, which the next one sweeps.
      System.getLogger(ReplayFolder.class.getName()).log(System.Logger.Level.INFO, "not removed: " + folder, e);
    }
  }
}
