package ansatz.report;

import ansatz.experiment.Registry;
import ansatz.experiment.ReportWriter;
import ansatz.experiment.RunFiles;
import ansatz.learn.Name;
import ansatz.report.internal.Document;
import org.osgi.service.component.annotations.Component;

/**
 * A run as one self-contained page: opens offline, prints, works on a phone, in light and dark, and without scripts
 * still shows every table.
 *
 * <p>The same run gives the same bytes: the page holds no time of its own making.
 */
@Component(service = ReportWriter.class)
@Name("html")
public final class HtmlReport implements ReportWriter {
  @Override
  public String fileName() {
    return "report.html";
  }

  @Override
  public byte[] render(RunFiles run, Registry registry) {
    return Document.render(run, registry);
  }
}
