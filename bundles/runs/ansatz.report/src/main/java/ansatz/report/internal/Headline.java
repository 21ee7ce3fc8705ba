package ansatz.report.internal;

import ansatz.experiment.RunRow;
import ansatz.report.internal.Findings.Comparison;
import ansatz.report.internal.Findings.Difference;
import ansatz.report.internal.Findings.Measure;
import ansatz.report.internal.Findings.Model;
import ansatz.report.internal.Findings.Score;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The finding of a run in one or two plain sentences. */
final class Headline {
  /** Differences with an adjusted p value above this are not told apart. */
  static final double LEVEL = 0.05;

  private Headline() {}

  static String of(RunRow run, Findings findings) {
    if (findings.models().isEmpty()) {
      return unfinished(run);
    }
    if (findings.measures().isEmpty()) {
      return "%s; no metric was asked for.".formatted(models(findings.models().size()));
    }
    Measure measure = findings.measures().getFirst();
    String best = findings.best().isEmpty() ? findings.best(measure).orElse("") : findings.best();
    Optional<Model> model = findings.models().stream().filter(m -> m.label().equals(best)).findFirst();
    if (model.isEmpty()) {
      return findings.models().stream().anyMatch(m -> m.score(measure).present())
          ? "%s is infinite for every model that has one.".formatted(measure.title())
          : "No model has what %s needs.".formatted(measure.title());
    }
    Score score = model.get().score(measure);
    String verb = switch (findings.task()) {
      case "classification" -> "classifies best";
      case "clustering" -> "describes the data best";
      default -> "predicts best";
    };
    String start = findings.models().size() == 1 ? best : best + " " + verb;
    return start + ": " + measure.title() + " " + Numbers.estimate(score.mean(), score.standardError())
        + findings.comparison().map(c -> others(c, measure)).orElse(".");
  }

  private static String unfinished(RunRow run) {
    String done = "after %s of %s steps".formatted(Numbers.count(run.step()), Numbers.count(run.total()));
    return switch (run.state()) {
      case RUNNING ->
        "Under way: %s of %s steps done.".formatted(Numbers.count(run.step()), Numbers.count(run.total()));
      case FINISHED -> run.headline();
      case INTERRUPTED -> "Interrupted " + done + "; it can be resumed.";
      case FAILED -> "Failed " + done + ": " + run.message();
      case CRASHED -> "Its process vanished " + done + "; it can be resumed.";
    };
  }

  private static String others(Comparison comparison, Measure measure) {
    List<Difference> others = comparison.rows().stream().filter(r -> Double.isFinite(r.adjusted())).toList();
    List<Difference> same = others.stream().filter(r -> r.adjusted() > LEVEL).toList();
    List<Difference> told = others.stream().filter(r -> r.adjusted() <= LEVEL).toList();
    StringBuilder text = new StringBuilder();
    if (!same.isEmpty()) {
      String labels = list(same.stream().map(Difference::label).toList());
      text.append("; ").append(labels).append(same.size() == 1 ? " is" : " are")
          .append(" not distinguishable from it (p > 0.05, Holm)");
    }
    if (told.size() == 1) {
      text.append("; ").append(told.getFirst().label()).append(" is ").append(amount(told.getFirst(), measure));
    } else if (!told.isEmpty()) {
      text.append("; ").append(told.stream().map(d -> d.label() + " is " + amount(d, measure))
          .collect(Collectors.joining(", ")));
    }
    return text.append('.').toString();
  }

  /** {@code worse by 3.1 ± 0.9}. */
  static String amount(Difference d, Measure measure) {
    String by = Numbers.estimate(Math.abs(d.difference()), d.standardError());
    return switch (measure.better()) {
      case LOWER -> (d.difference() > 0 ? "worse by " : "better by ") + by;
      case HIGHER -> (d.difference() < 0 ? "worse by " : "better by ") + by;
      case NOMINAL -> "off by " + by;
    };
  }

  /** {@code a, b and c}. */
  static String list(List<String> words) {
    return words.size() < 2
        ? String.join("", words)
        : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
  }

  private static String models(int count) {
    return count == 1 ? "One model was fitted" : count + " models were fitted";
  }
}
