package ansatz.cli.command.internal;

import ansatz.cli.Part;
import ansatz.cli.Session;
import ansatz.cli.text.internal.Tree;
import ansatz.data.Column;
import ansatz.data.Dataset;
import ansatz.data.Sample;
import ansatz.data.TableReader;
import ansatz.experiment.ConfigException;
import ansatz.experiment.RunFiles;
import ansatz.learn.Suggestion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Finds tables by the name of a sample, by file, or as a run used them. */
final class Tables {
  private Tables() {}

  /** A table that can be loaded. */
  record Source(String name, String origin, String description, Supplier<Dataset> loader) {
    Dataset load() {
      return loader.get();
    }
  }

  static List<Source> samples(Session session) {
    return session.parts(Sample.class).stream().map(Tables::source).sorted(Comparator.comparing(Source::name)).toList();
  }

  private static Source source(Part<Sample> part) {
    return new Source(part.name(), part.origin(), part.service().description(), part.service()::load);
  }

  /** @throws ConfigException when it is neither a sample nor a file that can be read */
  static Source find(Session session, String what) {
    Source found = tryFind(session, what);
    if (found == null) {
      List<String> names = samples(session).stream().map(Source::name).toList();
      throw new ConfigException("data: '" + what + "' is neither a file nor a sample — "
          + Suggestion.hint(what, names) + " (ansatz data list)");
    }
    return found;
  }

  /** The sample or file of that name, or null. */
  static Source tryFind(Session session, String what) {
    for (Source sample : samples(session)) {
      if (sample.name().equals(what)) {
        return sample;
      }
    }
    Path file = Path.of(what);
    return Files.isRegularFile(file) ? file(session, file) : null;
  }

  private static Source file(Session session, Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    Set<String> endings = new HashSet<>();
    for (Part<TableReader> reader : session.parts(TableReader.class)) {
      endings.addAll(reader.service().endings());
      if (reader.service().endings().stream().anyMatch(ending -> name.endsWith("." + ending))) {
        return new Source(file.toString(), reader.origin(), "", () -> reader.service().read(file));
      }
    }
    throw new ConfigException(
        "data: nothing here reads " + file + " — rename it to one of " + endings.stream().sorted().toList());
  }

  /** The data of a run, read again, with the roles that it gave to the columns. */
  static Dataset asIn(RunFiles run, Session session) {
    Tree data = new Tree(run.config()).at("data");
    Tree facts = new Tree(run.lock()).at("data");
    String what = data.at("sample").isNull() ? data.at("file").text() : data.at("sample").text();
    Dataset read = find(session, what).load();
    Set<String> features = new HashSet<>();
    facts.at("features").list().forEach(feature -> features.add(feature.text()));
    Map<String, Dataset.Role> roles = new HashMap<>();
    for (Column column : read.columns()) {
      if (column.name().equals(facts.at("target").text())) {
        roles.put(column.name(), Dataset.Role.TARGET);
      } else if (!features.contains(column.name())) {
        roles.put(column.name(), Dataset.Role.IGNORED);
      }
    }
    return new Dataset(read.name(), read.columns(), roles, read.notes());
  }
}
