package ansatz.fit;

import ansatz.data.Column;
import ansatz.data.DataException;
import ansatz.data.Dataset;
import ansatz.data.Fold;
import ansatz.data.Sample;
import ansatz.data.TableReader;
import ansatz.data.Transform;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Lease;
import ansatz.experiment.NearbyFile;
import ansatz.experiment.Offer;
import ansatz.experiment.Registry;
import ansatz.learn.Examples;
import ansatz.learn.Key;
import ansatz.learn.State;
import ansatz.learn.Suggestion;
import ansatz.learn.Target;
import ansatz.learn.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The data of a fit: the table with its roles, the task it poses, what is known to be true, and the folds. */
final class FitData {
  final Dataset table;
  final Task task;
  /** What predictions are judged by; for clustering the known groups, if there are any. */
  final Target truth;
  final List<Fold> folds;

  /** The rows of one fold after the transforms, which have seen its training rows only. */
  record Part(Examples training, Examples test) {}

  private FitData(Dataset table, Task task, Target truth, List<Fold> folds) {
    this.table = table;
    this.task = task;
    this.truth = truth;
    this.folds = folds;
  }

  /** Reads the data of a file. @throws ConfigException naming what does not fit */
  static FitData read(FitFile file, LeasedParts parts, Registry registry) {
    Dataset read = load(file.data(), parts, registry);
    Optional<String> name = file.data().target().or(() -> read.target().map(Column::name));
    Map<String, Dataset.Role> roles = new HashMap<>();
    file.data().ignore().ifPresent(ignored -> ignored.forEach(c -> roles.put(column(read, c, "data.ignore").name(),
        Dataset.Role.IGNORED)));
    Optional<Column> target = name.map(n -> column(read, n, "data.target"));
    Task task = file.fit().task().orElse(natural(target));
    check(task, target);
    target.ifPresent(
        t -> roles.put(t.name(), task == Task.CLUSTERING ? Dataset.Role.IGNORED : Dataset.Role.TARGET));
    Dataset table = new Dataset(read.name(), read.columns(), roles, read.notes());
    Target truth = target.map(FitData::target).orElse(new Target.None());
    try {
      List<Fold> folds = file.fit().validation().splitter(task == Task.CLASSIFICATION)
          .split(table, new Key(file.seed()).fold("split"));
      return new FitData(table, task, truth, folds);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("fit.validation: " + e.getMessage(), e);
    }
  }

  private static Dataset load(FitFile.Data data, LeasedParts parts, Registry registry) {
    if (data.sample().isPresent()) {
      Lease<Sample> lease = parts.lease("data", Sample.class, data.sample().get(), "data.sample");
      return lease.service().load();
    }
    Path file = Path.of(data.file().orElseThrow());
    if (!Files.exists(file)) {
      throw new ConfigException("data.file: " + file + ": no such file" + NearbyFile.hint(file));
    }
    String lower = file.getFileName().toString().toLowerCase(Locale.ROOT);
    List<Offer<TableReader>> readers = registry.offers(TableReader.class);
    Offer<TableReader> offer = readers.stream()
        .filter(o -> o.service().endings().stream().anyMatch(e -> lower.endsWith("." + e))).findFirst()
        .orElseThrow(
            () -> new ConfigException("data.file: " + file + ": nothing here reads this kind of file — rename it "
                + "to one of "
                + readers.stream().flatMap(o -> o.service().endings().stream()).sorted().distinct().toList()));
    try {
      return parts.lease("data", TableReader.class, offer.name(), "data.file").service().read(file,
          Set.copyOf(data.categorical().orElse(List.of())));
    } catch (DataException e) {
      throw new ConfigException("data.file: " + e.getMessage(), e);
    }
  }

  private static Column column(Dataset table, String name, String where) {
    List<String> names = table.columns().stream().map(Column::name).toList();
    if (!names.contains(name)) {
      throw new ConfigException(where + ": no column '" + name + "' in " + table.name() + " — "
          + Suggestion.hint(name, names) + " (ansatz data show " + table.name() + ")");
    }
    return table.column(name);
  }

  private static Task natural(Optional<Column> target) {
    return target.map(c -> c instanceof Column.Numeric ? Task.REGRESSION : Task.CLASSIFICATION)
        .orElse(Task.CLUSTERING);
  }

  private static void check(Task task, Optional<Column> target) {
    if (task != Task.CLUSTERING && target.isEmpty()) {
      throw new ConfigException("data.target is required for " + task.name().toLowerCase(Locale.ROOT)
          + ": the column to predict");
    }
    if (task == Task.REGRESSION && !(target.orElseThrow() instanceof Column.Numeric)) {
      throw new ConfigException("data.target = '" + target.get().name()
          + "' holds categories, regression needs numbers — set fit.task=classification");
    }
    if (task == Task.CLASSIFICATION && !(target.orElseThrow() instanceof Column.Categorical)) {
      throw new ConfigException("data.target = '" + target.get().name()
          + "' holds numbers, classification needs categories — set fit.task=regression, or for a file data.categorical=["
          + target.get().name() + "]");
    }
    if (task == Task.CLUSTERING && target.orElse(null) instanceof Column.Numeric number) {
      throw new ConfigException("data.target = '" + number.name() + "' holds numbers, but found groups are judged by "
          + "known ones — leave it out with data.ignore, or for a file declare data.categorical=[" + number.name()
          + "]");
    }
    target.filter(t -> t.missing() > 0).ifPresent(t -> {
      throw new ConfigException("data.target = '" + t.name() + "' has " + t.missing()
          + " missing values — rows without a target cannot be learned from, remove them");
    });
  }

  private static Target target(Column column) {
    return switch (column) {
      case Column.Numeric c -> new Target.Real(c.values());
      case Column.Categorical c -> new Target.Label(c.codes(), c.levels());
    };
  }

  /** The examples of a fold. */
  Part part(int fold, List<Transform> transforms) {
    Dataset training = table.rows(folds.get(fold).training());
    Dataset test = table.rows(folds.get(fold).test());
    try {
      for (Transform transform : transforms) {
        State state = transform.fit(training);
        training = transform.apply(state, training);
        test = transform.apply(state, test);
      }
      return new Part(training.examples(), test.examples());
    } catch (DataException e) {
      throw new ConfigException("data: " + e.getMessage(), e);
    }
  }

  /** The facts that a result and a lock state. */
  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", table.name());
    facts.put("fingerprint", table.fingerprint());
    facts.put("rows", table.size());
    List<String> features = new ArrayList<>();
    table.columns().stream().map(Column::name)
        .filter(n -> table.roles().getOrDefault(n, Dataset.Role.FEATURE) == Dataset.Role.FEATURE)
        .forEach(features::add);
    facts.put("features", features);
    facts.put("target", table.target().map(Column::name).orElse(null));
    facts.put("classes", truth instanceof Target.Label label ? label.classes() : null);
    return facts;
  }
}
