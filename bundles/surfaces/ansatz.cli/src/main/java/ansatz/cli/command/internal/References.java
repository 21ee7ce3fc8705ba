package ansatz.cli.command.internal;

import ansatz.learn.Cite;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Citations as a list of references and as trees. */
final class References {
  private References() {}

  static List<Cite> of(Object service) {
    return List.of(Kinds.algorithm(service).getAnnotationsByType(Cite.class));
  }

  /** {@code Hoerl, A. E. and Kennard, R. W. (1970): Ridge regression. Technometrics. https://...  [Alg. 1]}. */
  static String line(Cite cite) {
    return cite.authors() + " (" + cite.year() + "): " + cite.title() + "." + after(" ", cite.venue(), ".")
        + after(" ", address(cite.url()), "") + after(" [", cite.where(), "]");
  }

  static Map<String, Object> tree(Cite cite) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("key", cite.key());
    tree.put("authors", cite.authors());
    tree.put("year", cite.year());
    tree.put("title", cite.title());
    tree.put("venue", cite.venue());
    tree.put("url", cite.url());
    tree.put("where", cite.where());
    return tree;
  }

  private static String address(String url) {
    return url.startsWith("10.") ? "https://doi.org/" + url : url;
  }

  private static String after(String before, String text, String end) {
    return text.isEmpty() ? "" : before + text + end;
  }
}
