package ansatz.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.experiment.RunFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  @Test
  void writes() throws Exception {
    Path out = Files.createDirectories(Path.of("target/pages"));
    Files.write(out.resolve("regression.html"), new HtmlReport().render(Fixtures.regression(), new ShownParts()));
    Files.write(out.resolve("binary.html"),
        new HtmlReport().render(Fixtures.classification(List.of("benign", "malignant")), new ShownParts()));
    Files.write(out.resolve("classes.html"), new HtmlReport()
        .render(Fixtures.classification(List.of("setosa", "versicolor", "virginica")), new ShownParts()));
    Files.write(out.resolve("clustering.html"), new HtmlReport().render(Fixtures.clustering(), new ShownParts()));
    Files.write(out.resolve("failed.html"), new HtmlReport().render(Fixtures.failed(), new ShownParts()));
  }
}
