package ansatz.learn;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.IntStream;

/**
 * What the Javadoc of an algorithm says, copied into its bundle when it was built.
 *
 * @param summary the first sentence
 * @param equations LaTeX, in the paper's symbols
 * @param shapes the shapes of what goes in and out: {@code x [N,D], y [N]}
 * @param cost time and memory
 * @param paragraphs everything else; {@code (1)} refers to the first equation
 */
public record Description(String summary, List<String> equations, String shapes, String cost, List<String> paragraphs) {
  /** Of a class that was built without the annotation processor. */
  public static final Description EMPTY = new Description("", List.of(), "", "", List.of());

  public Description {
    equations = List.copyOf(equations);
    paragraphs = List.copyOf(paragraphs);
  }

  /** The description of an algorithm, read through its own class loader. */
  public static Description of(Class<?> algorithm) {
    String resource = "/META-INF/ansatz/" + algorithm.getName() + ".properties";
    try (InputStream in = algorithm.getResourceAsStream(resource)) {
      if (in == null) {
        return EMPTY;
      }
      Properties entries = new Properties();
      entries.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      return new Description(entries.getProperty("summary", ""), numbered(entries, "equation."),
          entries.getProperty("shapes", ""), entries.getProperty("cost", ""), numbered(entries, "paragraph."));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  private static List<String> numbered(Properties entries, String prefix) {
    return IntStream.rangeClosed(1, entries.size()).mapToObj(i -> entries.getProperty(prefix + i))
        .takeWhile(Objects::nonNull).toList();
  }
}
