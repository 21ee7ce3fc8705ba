package ansatz.report;

import ansatz.experiment.ComparisonWriter;
import ansatz.experiment.VersionComparison;
import ansatz.learn.Name;
import ansatz.report.internal.VersionsPage;
import org.osgi.service.component.annotations.Component;

/** The comparison of two versions as one self-contained page, with the divergence of every quantity step by step. */
@Component(service = ComparisonWriter.class)
@Name("html")
public final class HtmlComparison implements ComparisonWriter {
  @Override
  public String fileName() {
    return "ab.html";
  }

  @Override
  public byte[] render(VersionComparison comparison) {
    return VersionsPage.render(comparison);
  }
}
