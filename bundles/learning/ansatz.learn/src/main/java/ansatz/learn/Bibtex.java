package ansatz.learn;

/** Citations as entries of a bibliography. */
public final class Bibtex {
  private static final String DOI = "https://doi.org/";

  private Bibtex() {}

  /** One entry; {@code @misc} fits articles, books and proceedings alike. */
  public static String entry(Cite cite) {
    StringBuilder entry = new StringBuilder("@misc{").append(cite.key());
    field(entry, "author", escaped(cite.authors()));
    field(entry, "title", "{" + escaped(cite.title()) + "}");
    field(entry, "year", String.valueOf(cite.year()));
    field(entry, "howpublished", escaped(cite.venue()));
    boolean doi = cite.url().startsWith("10.") || cite.url().startsWith(DOI);
    field(entry, doi ? "doi" : "url", doi ? cite.url().replace(DOI, "") : cite.url());
    return entry.append("\n}").toString();
  }

  private static void field(StringBuilder entry, String name, String value) {
    if (!value.isEmpty()) {
      entry.append(",\n  ").append(name).append(" = {").append(value).append("}");
    }
  }

  /** What LaTeX would take for a command. */
  private static String escaped(String text) {
    return text.replaceAll("[&%#_$]", "\\\\$0");
  }
}
