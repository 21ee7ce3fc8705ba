package ansatz.report.internal;

import ansatz.learn.Metric.Better;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code result.json} says, typed; numbers that are not there are NaN. */
record Findings(String task, Data data, String validation, List<Measure> measures, List<Model> models,
    Optional<Comparison> comparison, String best) {

  record Data(String name, String fingerprint, long rows, List<String> features, String target, List<String> classes) {}

  /** A metric; for {@code nominal} the best value is {@code nominal}, else NaN. */
  record Measure(String name, String title, Better better, double nominal) {
    /** How far a mean is from being the best possible; smaller is better. */
    double loss(double mean) {
      return better.loss(mean, nominal);
    }

    String direction() {
      return switch (better) {
        case LOWER -> "lower is better";
        case HIGHER -> "higher is better";
        case NOMINAL -> "should be " + Numbers.plain(nominal);
      };
    }
  }

  /** A metric of a model over the folds. */
  record Score(double mean, double standardError, double[] folds) {
    static final Score NONE = new Score(Double.NaN, Double.NaN, new double[0]);

    boolean present() {
      return !Double.isNaN(mean);
    }
  }

  record Entry(String name, double value, double standardError) {}

  /** Learned quantities of a model, and the fit that they are from. */
  record Learned(String title, String of, List<Entry> entries) {}

  /** A model; its index in the file gives it one colour throughout the page. */
  record Model(int index, String label, String estimator, Map<String, Object> config,
      Map<String, Score> scores, Optional<Learned> learned, String objective, long steps) {
    Score score(Measure measure) {
      return scores.getOrDefault(measure.name(), Score.NONE);
    }

    /** Colours and symbols repeat after eight. */
    int color() {
      return index % 8;
    }
  }

  /** What a model is apart from the reference; p alone, and adjusted for the number of comparisons. */
  record Difference(String label, double difference, double standardError, double p, double adjusted) {}

  record Comparison(String metric, String reference, String method, String adjustment, List<Difference> rows) {}

  static Findings of(Map<String, Object> result) {
    Tree tree = Tree.of(result);
    Tree data = tree.at("data");
    List<Measure> measures = new ArrayList<>();
    for (Tree m : tree.trees("metrics")) {
      measures
          .add(new Measure(m.text("name"), m.text("title"), Better.of(m.text("better")), m.number("nominal")));
    }
    List<Model> models = new ArrayList<>();
    for (Tree m : tree.trees("models")) {
      models.add(model(models.size(), m));
    }
    if (!measures.isEmpty()) {
      Measure first = measures.getFirst();
      models.sort(Comparator.comparingDouble(m -> first.loss(m.score(first).mean())));
    }
    return new Findings(tree.text("task"),
        new Data(data.text("name"), data.text("fingerprint"), (long) data.number("rows"), data.texts("features"),
            data.text("target"), data.texts("classes")),
        validation(tree.at("validation")), List.copyOf(measures), List.copyOf(models), comparison(tree, models),
        tree.text("best"));
  }

  Optional<Measure> measure(String name) {
    return measures.stream().filter(m -> m.name().equals(name)).findFirst();
  }

  /** The label of the best model by a metric, where one can be said to be. */
  Optional<String> best(Measure measure) {
    return models.stream().filter(m -> Double.isFinite(m.score(measure).mean()))
        .min(Comparator.comparingDouble(m -> measure.loss(m.score(measure).mean()))).map(Model::label);
  }

  /** The number of folds that gave a value. */
  int folds() {
    return models.stream().flatMap(m -> m.scores().values().stream())
        .mapToInt(s -> (int) Arrays.stream(s.folds()).filter(Double::isFinite).count()).max().orElse(0);
  }

  private static Model model(int index, Tree m) {
    Map<String, Score> scores = new LinkedHashMap<>();
    Tree metrics = m.at("metrics");
    for (String name : metrics.map().keySet()) {
      Tree s = metrics.at(name);
      scores.put(name, new Score(s.number("mean"), s.number("standardError"), s.numbers("folds")));
    }
    Tree summary = m.at("summary");
    List<Entry> entries = summary.trees("entries").stream()
        .map(e -> new Entry(e.text("name"), e.number("value"), e.number("standardError"))).toList();
    Optional<Learned> learned = entries.isEmpty()
        ? Optional.empty()
        : Optional.of(new Learned(summary.text("title"), summary.text("of"), entries));
    double steps = m.number("steps");
    return new Model(index, m.text("label"), m.text("estimator"), m.at("config").map(), scores,
        learned,
        m.at("objective").text("name"), Double.isNaN(steps) ? 0 : (long) steps);
  }

  /** The rows in the order of the table. */
  private static Optional<Comparison> comparison(Tree tree, List<Model> models) {
    List<String> order = models.stream().map(Model::label).toList();
    Tree c = tree.at("comparison");
    List<Difference> rows = c.trees("rows").stream()
        .map(r -> new Difference(r.text("label"), r.number("difference"), r.number("standardError"), r.number("p"),
            r.number("pAdjusted")))
        .filter(r -> !r.label().equals(c.text("reference")))
        .sorted(Comparator.comparingInt(r -> order.indexOf(r.label()))).toList();
    return rows.isEmpty()
        ? Optional.empty()
        : Optional
            .of(new Comparison(c.text("metric"), c.text("reference"), c.text("method"), c.text("adjustment"), rows));
  }

  private static String validation(Tree v) {
    String stratified = v.is("stratified") ? "stratified " : "";
    return switch (v.text("kind")) {
      case "k-fold" -> stratified + Numbers.plain(v.number("folds")) + "-fold cross-validation";
      case "holdout" -> stratified + "holdout of " + Numbers.percent(v.number("fraction"));
      case "all" -> "all rows, none held out";
      default -> v.text("kind");
    };
  }
}
