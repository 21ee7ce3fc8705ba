package ansatz.fit;

import ansatz.data.Splitter;
import ansatz.data.Transform;
import ansatz.experiment.ConfigException;
import ansatz.learn.Estimator;
import ansatz.learn.Metric;
import ansatz.learn.Param;
import ansatz.learn.Params;
import ansatz.learn.Parts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An experiment file with a {@code fit} section: estimators compared on the same folds of the same data. */
record FitFile(@Param(help = "version of the file format", value = "1", min = 1, max = 1) int ansatz,
    @Param(help = "name of the experiment") String name,
    @Param(help = "where all randomness comes from", value = "42") long seed,
    @Param(help = "what this is about, for the report") Optional<String> notes,
    @Param(help = "words to find it by") Optional<Map<String, String>> tags,
    @Param(help = "the data") Data data,
    @Param(help = "estimators compared on the same folds") Fit fit,
    @Param(help = "what is measured on the test parts; the first ranks the table") Optional<List<Metric>> metrics,
    @Param(help = "write report.html at the end", value = "true") boolean report,
    @Param(
        help = "versions of bundles whose code may run, by name: \"[1.0,2)\"") Optional<Map<String, String>> bundles) {

  private static final int MAX_LABEL = 40;

  /** Where the rows come from and which columns are what. */
  record Data(@Param(help = "a data set that comes with a bundle: ansatz data list") Optional<String> sample,
      @Param(help = "a CSV or TSV file, relative to this file") Optional<String> file,
      @Param(help = "the column to predict") Optional<String> target,
      @Param(help = "columns to leave out") Optional<List<String>> ignore,
      @Param(
          help = "columns of a file that hold categories though they look like numbers") Optional<List<String>> categorical,
      @Param(help = "applied in order, learned from the training rows only") Optional<List<Transform>> transform) {
    Data {
      if (sample.isPresent() == file.isPresent()) {
        throw new IllegalArgumentException("give either 'sample' (ansatz data list) or 'file'");
      }
      if (categorical.isPresent() && file.isEmpty()) {
        throw new IllegalArgumentException("'categorical' is for a 'file'; the columns of a sample are what they are");
      }
    }
  }

  /** The estimators and how rows are parted. */
  record Fit(@Param(help = "what to learn; by default what the target column poses") Optional<ansatz.learn.Task> task,
      @Param(help = "linear algebra by name; by default the best that is installed") Optional<String> linalg,
      @Param(help = "how rows are parted into training and test") Validation validation,
      @Param(
          help = "estimators by label; 'use' names the estimator where the label does not") Map<String, Estimator> models) {
    Fit {
      if (models.isEmpty()) {
        throw new IllegalArgumentException("fit.models is empty — name at least one estimator (ansatz list estimator)");
      }
      models.keySet().forEach(Fit::check);
    }

    /** Labels stand in tables, series and keys of arrays. */
    private static void check(String label) {
      if (label.isBlank() || label.length() > MAX_LABEL || label.chars().anyMatch(Character::isISOControl)) {
        String shown = label.substring(0, Math.min(label.length(), MAX_LABEL)).replaceAll("\\p{Cntrl}", "?");
        throw new IllegalArgumentException("fit.models: the label '" + shown + "' is not one line of 1 to " + MAX_LABEL
            + " characters — choose another");
      }
    }
  }

  /** How rows are parted into training and test. */
  record Validation(@Param(help = "k-fold, one holdout, or all rows for both", value = "k-fold") Kind kind,
      @Param(help = "number of folds", value = "10", min = 2) int folds,
      @Param(help = "share of the rows held out", value = "0.2", min = 0, max = 1, exclusiveMin = true,
          exclusiveMax = true) double fraction,
      @Param(help = "same class shares in every part; by default for class targets") Optional<Boolean> stratified) {

    Splitter splitter(boolean classes) {
      boolean stratify = stratified.orElse(classes);
      return switch (kind) {
        case K_FOLD -> new Splitter.KFold(folds, stratify);
        case HOLDOUT -> new Splitter.Holdout(fraction, stratify);
        case ALL -> new Splitter.Resubstitution();
      };
    }
  }

  /** How rows are parted. */
  enum Kind {
    K_FOLD, HOLDOUT, ALL
  }

  /** Binds the tree of a file. */
  static FitFile bind(Map<String, Object> tree, Parts parts) {
    return Params.bind(FitFile.class, withModels(tree, FitFile::named), "", parts);
  }

  /** The tree with every default filled in, as it would stand in a file. */
  Map<String, Object> tree(Parts parts) {
    return withModels(Params.tree(this, parts), FitFile::flat);
  }

  private interface Rewrite {
    Object model(String label, Object config);
  }

  private static Map<String, Object> withModels(Map<String, Object> tree, Rewrite rewrite) {
    if (!(tree.get("fit") instanceof Map<?, ?> fit) || !(fit.get("models") instanceof Map<?, ?> models)) {
      return tree;
    }
    Map<String, Object> rewritten = new LinkedHashMap<>();
    models.forEach((label, config) -> rewritten.put(label.toString(), rewrite.model(label.toString(), config)));
    return with(tree, "fit", with(fit, "models", rewritten));
  }

  private static Map<String, Object> with(Map<?, ?> map, String key, Object value) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((k, v) -> copy.put(k.toString(), k.equals(key) ? value : v));
    return copy;
  }

  /** {@code ridge: {lambda: 1}} as {@code ridge: {ridge: {lambda: 1}}}. */
  private static Object named(String label, Object config) {
    if (config != null && !(config instanceof Map)) {
      throw new ConfigException("fit.models." + label + " = " + config + " is not a map of parameters — write " + label
          + ": {} for the defaults");
    }
    Map<String, Object> parameters = new LinkedHashMap<>();
    if (config instanceof Map<?, ?> given) {
      given.forEach((k, v) -> parameters.put(k.toString(), v));
    }
    Object use = parameters.remove("use");
    return Map.of(use == null ? label : use.toString(), parameters);
  }

  /** {@code ridge: {ridge: {lambda: 1}}} as {@code ridge: {use: ridge, lambda: 1}}. */
  private static Object flat(String label, Object part) {
    Map.Entry<?, ?> entry = ((Map<?, ?>) part).entrySet().iterator().next();
    Map<String, Object> flat = new LinkedHashMap<>();
    flat.put("use", entry.getKey());
    ((Map<?, ?>) entry.getValue()).forEach((k, v) -> flat.put(k.toString(), v));
    return flat;
  }
}
