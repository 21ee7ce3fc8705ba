package ansatz.report.internal;

import ansatz.experiment.Registry;
import ansatz.experiment.RunFiles;
import java.util.List;

/** What a section is written from, and where to. */
record Page(Html html, Figures figures, RunFiles run, Findings findings, Predictions predictions,
    List<UsedPart> parts) {

  static Page of(RunFiles run, Registry registry) {
    Html html = new Html();
    Findings findings = Findings.of(run.result());
    return new Page(html, new Figures(html), run, findings, new Predictions(run.arrays()),
        UsedPart.of(run, findings, registry));
  }

  void table(String spec, String caption, Runnable body) {
    html.table(spec, caption, body);
  }

  void heads(String... names) {
    html.heads(names);
  }
}
