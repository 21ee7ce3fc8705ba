package ansatz.describe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescribeProcessorTest {
  private static final String CITE = """
      package ansatz.learn;
      @java.lang.annotation.Repeatable(Cite.Several.class)
      public @interface Cite {
        String value();
        @interface Several { Cite[] value(); }
      }
      """;

  @TempDir
  Path classes;

  @Test
  void citedClassIsDescribed() throws IOException {
    assertEquals(List.of(), compile("Ridge", """
        import ansatz.learn.Cite;
        /**
         * Ridge regression: least squares with a penalty, i.e. shrinkage. Use it when columns are nearly collinear.
         *
         * <p>$$ \\hat w = \\arg\\min_w \\|y - Xw\\|^2
         *   + \\lambda \\|w\\|^2, \\quad \\lambda &gt; 0 $$
         *
         * <p>It follows that $$ \\hat w = (X^\\top X + \\lambda I)^{-1} X^\\top y $$ which {@code fit} solves by
         * {@link Cholesky#of Cholesky's} factor; see {@link java.util.List#size}.
         *
         * <p>Shapes: {@code x [N,D]}, y [N].
         * <p>Cost: N D<sup>2</sup> flops.
         *
         * @see Cite
         */
        @Cite("a") @Cite("b")
        public final class Ridge {
          record Config(double lambda) {}
        }
        """));
    Properties found = description("Ridge");
    assertEquals("Ridge regression: least squares with a penalty, i.e. shrinkage.", found.remove("summary"));
    assertEquals("\\hat w = \\arg\\min_w \\|y - Xw\\|^2 + \\lambda \\|w\\|^2, \\quad \\lambda > 0",
        found.remove("equation.1"));
    assertEquals("\\hat w = (X^\\top X + \\lambda I)^{-1} X^\\top y", found.remove("equation.2"));
    assertEquals("x [N,D], y [N].", found.remove("shapes"));
    assertEquals("N D2 flops.", found.remove("cost"));
    assertEquals("Use it when columns are nearly collinear.", found.remove("paragraph.1"));
    assertEquals("It follows that (2) which fit solves by Cholesky's factor; see java.util.List.size.",
        found.remove("paragraph.2"));
    assertTrue(found.isEmpty(), () -> "also found " + found);
  }

  @Test
  void topLevelClassWithConfigIsDescribed() throws IOException {
    assertEquals(List.of(), compile("Plain", "/** Does it. */ class Plain { record Config() {} }"));
    assertEquals("Does it.", description("Plain").getProperty("summary"));
  }

  @Test
  void nestedCitedClassIsFoundByItsBinaryName() throws IOException {
    assertEquals(List.of(), compile("Outer", """
        class Outer {
          /** One. $$ a $$ <p>Shapes: none. */
          @ansatz.learn.Cite("a") static class Inner {}
        }
        """));
    assertEquals("a", description("Outer$Inner").getProperty("equation.1"));
    assertFalse(Files.exists(file("Outer")));
  }

  @Test
  void otherClassesAreLeftAlone() throws IOException {
    assertEquals(List.of(), compile("Other", "/** $$ a $$ */ class Other { record Settings() {} }"));
    assertFalse(Files.exists(file("Other")));
  }

  @Test
  void citedClassWithoutEquationDoesNotCompile() throws IOException {
    List<String> errors = compile("Ridge", "/** No. <p>Shapes: x. */ @ansatz.learn.Cite(\"a\") class Ridge {}");
    assertEquals(List.of("Ridge carries @Cite, but its Javadoc has no equation between $$ and $$"), errors);
    assertFalse(Files.exists(file("Ridge")));
  }

  @Test
  void citedClassWithoutShapesDoesNotCompile() throws IOException {
    List<String> errors = compile("Ridge", "/** No. $$ a $$ */ @ansatz.learn.Cite(\"a\") class Ridge {}");
    assertEquals(List.of("Ridge carries @Cite, but its Javadoc has no paragraph '<p>Shapes: ...'"), errors);
  }

  @Test
  void citedClassWithoutJavadocDoesNotCompile() throws IOException {
    assertEquals(1, compile("Ridge", "@ansatz.learn.Cite(\"a\") class Ridge {}").size());
  }

  @Test
  void sameSourceGivesSameBytes() throws IOException {
    String source = "/** Does it. $$ a $$ <p>b */ class Plain { record Config() {} }";
    compile("Plain", source);
    String first = Files.readString(file("Plain"));
    compile("Plain", source);
    assertEquals(first, Files.readString(file("Plain")));
    assertFalse(first.contains("#"), first);
  }

  private List<String> compile(String name, String source) throws IOException {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
      CompilationTask task = compiler.getTask(null, files, diagnostics,
          List.of("-d", classes.toString(), "-Xlint:all,-processing", "-Werror"), null,
          List.of(source("ansatz/learn/Cite", CITE), source(name, source)));
      task.setProcessors(List.of(new DescribeProcessor()));
      task.setLocale(Locale.ROOT);
      task.call();
    }
    return diagnostics.getDiagnostics().stream().filter(d -> d.getKind() != Diagnostic.Kind.NOTE)
        .map(d -> d.getMessage(Locale.ROOT)).toList();
  }

  private static JavaFileObject source(String name, String text) {
    return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  private Path file(String binaryName) {
    return classes.resolve("META-INF/ansatz/" + binaryName + ".properties");
  }

  private Properties description(String binaryName) throws IOException {
    Properties found = new Properties();
    try (Reader reader = Files.newBufferedReader(file(binaryName))) {
      found.load(reader);
    }
    return found;
  }
}
