package ansatz.store.sqlite.internal;

import ansatz.bundles.BundleVersion;
import ansatz.bundles.Generation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Compares what the chain of the home says with the runs, bundles and generations that are recorded. */
final class HomeAudit {
  private final Link link;
  private final Set<String> runs;
  private final Map<String, Set<String>> hashes;
  private final List<String> findings = new ArrayList<>();

  private final Map<String, LinkBody> spokenOf = new LinkedHashMap<>();
  private final SortedSet<String> takenOver = new TreeSet<>();
  private final Map<String, LinkBody> bundles = new LinkedHashMap<>();
  private final Map<String, LinkBody> bundleStates = new LinkedHashMap<>();
  private final Map<Long, LinkBody> generations = new LinkedHashMap<>();
  private final Map<Long, LinkBody> generationStates = new LinkedHashMap<>();

  /** @param runs ids of the runs that are recorded @param hashes by chain */
  HomeAudit(Link link, Set<String> runs, Map<String, Set<String>> hashes) {
    this.link = link;
    this.runs = runs;
    this.hashes = hashes;
  }

  List<String> compare(List<LinkBody> chain) throws SQLException {
    chain.forEach(this::hear);
    spokenOf.forEach((run, said) -> {
      if (!runs.contains(run)) {
        find(said, "speaks of run " + said.text("name") + " (" + run + "), which is not here any more");
      }
    });
    compareUnspoken(chain);
    compareBundles();
    compareGenerations();
    return findings;
  }

  private void hear(LinkBody said) {
    String event = said.event();
    switch (event) {
      case "begun" -> {
      }
      case "run created", "run taken over", "run ended" -> {
        String run = said.text("run");
        spokenOf.put(run, said);
        if (event.equals("run taken over")) {
          takenOver.add(run);
        }
        if (!hashes.getOrDefault(run, Set.of()).contains(said.text("head"))) {
          find(said, "says '" + event + "' of run " + said.text("name") + " (" + run + ") with head "
              + said.text("head") + ", which is not in that run's chain: truncated or rewritten");
        }
      }
      case "bundle staged" -> {
        bundles.put(said.text("bundle") + "@" + said.text("version"), said);
        bundleStates.put(said.text("bundle") + "@" + said.text("version"), said);
      }
      case "bundle retired" -> bundleStates.put(said.text("bundle") + "@" + said.text("version"), said);
      case "generation" -> {
        generations.put(said.number("number"), said);
        generationStates.put(said.number("number"), said);
      }
      case "generation new", "generation trying", "generation good", "generation bad" ->
        generationStates.put(said.number("number"), said);
      default -> find(said, "says '" + event + "', which this Ansatz does not know");
    }
  }

  /** Runs without a chain: those that were there before there were chains, and no others. */
  private void compareUnspoken(List<LinkBody> chain) {
    SortedSet<String> without = new TreeSet<>(runs);
    without.removeIf(run -> !hashes.getOrDefault(run, Set.of()).isEmpty());
    for (String run : new TreeSet<>(runs)) {
      if (!without.contains(run) && !spokenOf.containsKey(run)) {
        findings.add("run " + run + " has a chain, but the chain of the home does not speak of it");
      } else if (without.contains(run) && spokenOf.containsKey(run)) {
        findings.add("run " + run + ": its whole chain is gone");
        without.remove(run);
      }
    }
    if (!chain.isEmpty() && chain.getFirst().event().equals("begun")) {
      LinkBody first = chain.getFirst();
      SortedSet<String> earlier = new TreeSet<>(without);
      earlier.addAll(takenOver);
      if (!first.differences(HomeChain.earlier(List.copyOf(earlier))).isEmpty()) {
        find(first, "says that " + first.text("runs") + " runs were there before there were chains, here are "
            + earlier.size() + (first.number("runs") == earlier.size() ? " others" : "")
            + ": one was added or deleted, or its chain was");
      }
    }
    if (!without.isEmpty()) {
      findings.add("note: of " + without.size() + (without.size() == 1 ? " run" : " runs") + " (the last is "
          + without.last() + ") there is no chain: made before Ansatz kept chains, unchanged since");
    }
  }

  private void compareBundles() throws SQLException {
    Map<String, LinkBody> expected = new LinkedHashMap<>(bundles);
    for (BundleVersion recorded : BundleRows.all(link)) {
      LinkBody said = expected.remove(recorded.label());
      if (said == null) {
        findings.add("bundle " + recorded.label() + " is recorded, but no link of the home speaks of it");
        continue;
      }
      said.differences(HomeChain.bundle(recorded)).forEach(d -> find(said, recorded.label() + ": " + d));
      LinkBody state = bundleStates.get(recorded.label());
      if (!state.event().equals("bundle " + recorded.state().name().toLowerCase(Locale.ROOT))) {
        find(state, recorded.label() + " is " + recorded.state() + ", the link says " + state.event());
      }
    }
    expected.forEach((label, said) -> find(said, "bundle " + label + " is not recorded any more"));
  }

  private void compareGenerations() throws SQLException {
    Map<Long, LinkBody> expected = new LinkedHashMap<>(generations);
    for (Generation recorded : BundleRows.generations(link)) {
      String label = "generation " + recorded.number();
      LinkBody said = expected.remove(recorded.number());
      if (said == null) {
        findings.add(label + " is recorded, but no link of the home speaks of it");
        continue;
      }
      said.differences(HomeChain.decision(recorded)).forEach(d -> find(said, label + ": " + d));
      LinkBody state = generationStates.get(recorded.number());
      state.differences(Map.of("state", recorded.state().name(), "process", recorded.process()))
          .forEach(d -> find(state, label + ": " + d));
    }
    expected.forEach((number, said) -> find(said, "generation " + number + " is not recorded any more"));
  }

  private void find(LinkBody said, String what) {
    findings.add("the home, link " + said.sequence() + ": " + what);
  }
}
