package ansatz.describe;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.StandardLocation;

/**
 * Writes {@code META-INF/ansatz/CLASS.properties} with the description of every algorithm: each class that carries
 * {@code @Cite} and each top-level class with a nested record {@code Config}.
 *
 * <p>A class with {@code @Cite} whose Javadoc has no equation or no paragraph {@code Shapes:} does not compile.
 */
@SupportedAnnotationTypes("*")
public final class DescribeProcessor extends AbstractProcessor {
  private static final Set<String> CITE = Set.of("ansatz.learn.Cite", "ansatz.learn.Cite.Several");

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latest();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    ElementFilter.typesIn(round.getRootElements()).forEach(this::visit);
    return false;
  }

  private void visit(TypeElement type) {
    boolean cited = isCited(type);
    String comment = processingEnv.getElementUtils().getDocComment(type);
    if (cited || hasConfig(type) && comment != null) {
      Javadoc doc = Javadoc.parse(comment == null ? "" : comment);
      if (cited && doc.equations().isEmpty()) {
        refuse(type, "no equation between $$ and $$");
      } else if (cited && doc.shapes().isEmpty()) {
        refuse(type, "no paragraph '<p>Shapes: ...'");
      } else {
        write(type, doc);
      }
    }
    ElementFilter.typesIn(type.getEnclosedElements()).forEach(this::visit);
  }

  private static boolean isCited(TypeElement type) {
    return type.getAnnotationMirrors().stream()
        .anyMatch(a -> CITE.contains(((TypeElement) a.getAnnotationType().asElement()).getQualifiedName().toString()));
  }

  private static boolean hasConfig(TypeElement type) {
    return !type.getNestingKind().isNested() && ElementFilter.typesIn(type.getEnclosedElements()).stream()
        .anyMatch(nested -> nested.getKind() == ElementKind.RECORD && nested.getSimpleName().contentEquals("Config"));
  }

  private void refuse(TypeElement type, String reason) {
    processingEnv.getMessager().printError(type.getQualifiedName() + " carries @Cite, but its Javadoc has " + reason,
        type);
  }

  private void write(TypeElement type, Javadoc doc) {
    String name = "META-INF/ansatz/" + processingEnv.getElementUtils().getBinaryName(type) + ".properties";
    try (Writer file = processingEnv.getFiler().createResource(StandardLocation.CLASS_OUTPUT, "", name, type)
        .openWriter()) {
      file.write(text(doc));
    } catch (IOException e) {
      processingEnv.getMessager().printError("cannot write " + name + ": " + e.getMessage(), type);
    }
  }

  /** The entries in the format of Properties, less the comment with the date, which would differ in every build. */
  private static String text(Javadoc doc) throws IOException {
    Properties entries = new Properties();
    entries.setProperty("summary", doc.summary());
    entries.setProperty("shapes", doc.shapes());
    entries.setProperty("cost", doc.cost());
    for (int i = 0; i < doc.equations().size(); i++) {
      entries.setProperty("equation." + (i + 1), doc.equations().get(i));
    }
    for (int i = 0; i < doc.paragraphs().size(); i++) {
      entries.setProperty("paragraph." + (i + 1), doc.paragraphs().get(i));
    }
    StringWriter text = new StringWriter();
    entries.store(text, null);
    return text.toString().lines().filter(line -> !line.startsWith("#")).sorted()
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
