package ansatz.report.internal;

/**
 * Writes markup; every text and attribute value is escaped, so what a run holds can never become markup.
 *
 * <p>A spec names an element with classes and id: {@code section.wide#results}.
 */
final class Html {
  private final StringBuilder out = new StringBuilder();

  /** An element around what the body writes; attributes alternate between name and value. */
  Html in(String spec, Runnable body, String... attributes) {
    String tag = open(spec, attributes);
    body.run();
    out.append("</").append(tag).append(">\n");
    return this;
  }

  /** An element that holds a text. */
  Html put(String spec, String text, String... attributes) {
    String tag = open(spec, attributes);
    out.append(escape(text)).append("</").append(tag).append('>');
    return this;
  }

  /** An element without content, such as {@code meta}. */
  Html lone(String spec, String... attributes) {
    open(spec, attributes);
    return this;
  }

  Html text(String text) {
    out.append(escape(text));
    return this;
  }

  /** Markup of the page itself: style sheets, scripts; never anything that a run holds. */
  Html trusted(String markup) {
    out.append(markup);
    return this;
  }

  /** A table inside a frame that scrolls sideways where the window is narrow. */
  Html table(String spec, String caption, Runnable body) {
    return in("div.scroll", () -> in("table." + spec, () -> {
      put("caption", caption);
      body.run();
    }), "tabindex", "0", "role", "region", "aria-label", caption);
  }

  /** The heads of a table's columns. */
  Html heads(String... names) {
    return in("thead", () -> in("tr", () -> {
      for (String name : names) {
        put("th", name, "scope", "col");
      }
    }));
  }

  @Override
  public String toString() {
    return out.toString();
  }

  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? '�' : c);
      }
    }
    return safe.toString();
  }

  private String open(String spec, String... attributes) {
    String[] idAndRest = spec.split("#", 2);
    String[] names = idAndRest[0].split("\\.");
    out.append('<').append(names[0]);
    if (names.length > 1) {
      out.append(" class=\"").append(idAndRest[0].substring(names[0].length() + 1).replace('.', ' ')).append('"');
    }
    if (idAndRest.length > 1) {
      out.append(" id=\"").append(idAndRest[1]).append('"');
    }
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"").append(escape(attributes[i + 1])).append('"');
    }
    out.append('>');
    return names[0];
  }
}
