package ansatz.bundles.library.internal;

import ansatz.bundles.ChildJvm;
import ansatz.bundles.ContentStore;
import ansatz.experiment.Disk;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import ansatz.experiment.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Judges a bundle in a process of its own, which boots the standing set, the candidate beside it and the contracts. It
 * stops mistakes, not malice.
 */
final class Admission {
  private static final Duration LIMIT = Duration.ofSeconds(Long.getLong("ansatz.admission.seconds", 120));

  /** Opened for the list of shutdown hooks. */
  private static final List<String> OPTIONS = Stream
      .concat(ChildJvm.QUICK.stream(), Stream.of("--add-opens=java.base/java.lang=ALL-UNNAMED")).toList();
  private static final int HEAP_MEGABYTES = 512;
  private static final int MEMORY_MEGABYTES = 1500;

  private final Distribution distribution;
  private final Function<ChildJvm.Request, ChildJvm.Ending> child;

  /** @param child starts a child and waits for it */
  Admission(Distribution distribution, Function<ChildJvm.Request, ChildJvm.Ending> child) {
    this.distribution = distribution;
    this.child = child;
  }

  /**
   * @param standing the parts that the candidate shall live with, by name
   * @param folder for the child
   * @return the verdict: admitted or not, with reason; and, where the parts started as they would stand after its
   *   promotion, the digest of that set
   */
  Map<String, Object> judge(BundleFile candidate, Map<String, BundleFile> standing, Path folder) {
    Map<String, BundleFile> promoted = new TreeMap<>(standing);
    promoted.put(candidate.name(), candidate);
    String set = distribution.digest(promoted.values());
    Map<String, Object> parts = bootSet(standing.values(), List.of(candidate));
    parts.put("candidate", candidate.label());
    parts.put("admission", distribution.admission().toString());
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("candidate", candidate.label());
    request.put("sha256", candidate.sha256());
    try {
      Disk.SYSTEM.write(folder.resolve("request.json"), Trees.json(request));
      ChildJvm.Ending ending = child.apply(new ChildJvm.Request(folder, distribution.folder(), parts,
          List.of("child", "admission", folder.toString()), OPTIONS, HEAP_MEGABYTES, MEMORY_MEGABYTES, LIMIT));
      Map<String, Object> verdict = verdict(candidate, folder.resolve("verdict.json"), ending);
      verdict.put("standing", standing.values().stream().map(BundleFile::label).sorted().toList());
      verdict.put("startedAs", "".equals(verdict.get("startProblem")) ? set : "");
      verdict.put("log", ending.log());
      return verdict;
    } catch (IOException e) {
      throw new RunException(folder + ": " + e + " — free some space or make it writable; nothing was changed", e);
    }
  }

  /** A process that says nothing, or something about another bundle, has failed; so has one that did not end by itself. */
  private static Map<String, Object> verdict(BundleFile candidate, Path file, ChildJvm.Ending ending)
      throws IOException {
    Map<String, Object> verdict = new LinkedHashMap<>();
    if (Files.exists(file)) {
      verdict.putAll(Trees.fromJson(Files.readAllBytes(file)));
    }
    boolean whole = candidate.name().equals(verdict.get("bundle"))
        && candidate.version().equals(verdict.get("version")) && candidate.sha256().equals(verdict.get("sha256"));
    boolean refused = whole && Boolean.FALSE.equals(verdict.get("admitted"));
    if (!refused && (!whole || !ending.problem().isEmpty())) {
      verdict.put("admitted", false);
      verdict.put("reason", ending.problem().isEmpty()
          ? "its process ended with exit code " + ending.code() + " and no verdict" + last(ending.log())
          : "its process was " + ending.problem() + last(ending.log()));
      verdict.put("bundle", candidate.name());
      verdict.put("version", candidate.version());
      verdict.put("sha256", candidate.sha256());
    }
    verdict.put("wall", ending.wall().toMillis() / 1000.0);
    return verdict;
  }

  private static String last(String log) {
    return log.lines().map(String::strip).filter(line -> !line.isEmpty()).reduce((_, last) -> last)
        .map(line -> "; it last said: " + line).orElse("");
  }

  /** The refusal of a bundle that was not admitted; the verdict stays in the store for people to read. */
  static RefusedException refusal(Map<String, Object> verdict, String jar, ContentStore store) {
    Path file = store.refusal(verdict.get("sha256").toString());
    store.putVerdict(file, Trees.json(verdict));
    return new RefusedException(
        jar + ": not admitted: " + verdict.get("reason") + " — the whole verdict is in " + file);
  }

  /** A boot set for a child. */
  static Map<String, Object> bootSet(Collection<BundleFile> standing, Collection<BundleFile> beside) {
    Map<String, Object> set = new LinkedHashMap<>();
    set.put("standing", standing.stream().map(Admission::tree).toList());
    set.put("beside", beside.stream().map(Admission::tree).toList());
    return set;
  }

  private static Map<String, Object> tree(BundleFile candidate) {
    return Map.of("name", candidate.name(), "version", candidate.version(), "sha256", candidate.sha256(), "file",
        candidate.file().toAbsolutePath().toString());
  }
}
