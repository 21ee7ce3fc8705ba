package ansatz.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import ansatz.experiment.RunFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opens pages in a headless browser, where one is installed, and looks whether everything was drawn. */
class BrowserTest {
  @TempDir
  Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"regression", "binary", "classes", "clustering", "failed"})
  void drawsEveryChartWithoutAnError(String name) throws Exception {
    String browser = browser();
    Path pages = Files.createDirectories(Path.of("target/pages"));
    Path page = pages.resolve(name + ".html");
    Files.write(page, new HtmlReport().render(run(name), new ShownParts()));
    Path dom = folder.resolve("dom.html");
    Path log = folder.resolve("log.txt");
    Process process = new ProcessBuilder(browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
        "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--user-data-dir=" + folder.resolve("profile"), "--window-size=1280,2000", "--virtual-time-budget=8000",
        "--enable-logging=stderr", "--v=0", "--dump-dom", page.toUri().toString()).redirectOutput(dom.toFile())
        .redirectError(log.toFile()).start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError(browser + " did not end within 60 s");
    }
    List<String> console = Files.readAllLines(log).stream().filter(l -> l.contains("CONSOLE")).toList();
    assertEquals(List.of(), console);
    Document drawn = Jsoup.parse(Files.readString(dom));
    assertEquals(String.valueOf(drawn.select(".chart").size()), drawn.select("html").attr("data-drawn"));
    drawn.select(".chart").forEach(c -> assertTrue(c.select("svg path").size() > 3, c::id));
    assertEquals(drawn.select(".tex").size(), drawn.select(".tex.set .katex").size());
    assertEquals(0, drawn.select(".katex-error").size());
  }

  private static RunFiles run(String name) {
    return switch (name) {
      case "regression" -> Fixtures.regression();
      case "binary" -> Fixtures.classification(List.of("benign", "malignant"));
      case "classes" -> Fixtures.classification(List.of("setosa", "versicolor", "virginica"));
      case "clustering" -> Fixtures.clustering();
      default -> Fixtures.failed();
    };
  }

  private static String browser() throws IOException {
    List<String> names = List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      Stream<Path> candidates = names.stream().map(name -> Path.of(folder, name));
      Path found = candidates.filter(Files::isExecutable).findFirst().orElse(null);
      if (found != null) {
        return found.toString();
      }
    }
    String reason = "skipped: none of " + names + " on PATH, so no browser has drawn the pages";
    System.out.println(reason);
    return abort(reason);
  }
}
