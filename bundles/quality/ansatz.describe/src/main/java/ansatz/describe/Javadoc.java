package ansatz.describe;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Javadoc comment says, as plain text.
 *
 * @param summary its first sentence
 * @param equations the LaTeX between {@code $$} and {@code $$}, in order
 * @param shapes what follows {@code Shapes:} in the paragraph that begins so
 * @param cost what follows {@code Cost:} in the paragraph that begins so
 * @param paragraphs all other paragraphs; an equation inside of one is referred to by its number: {@code (1)}
 */
record Javadoc(String summary, List<String> equations, String shapes, String cost, List<String> paragraphs) {
  private static final Pattern EQUATION = Pattern.compile("\\$\\$(.+?)\\$\\$", Pattern.DOTALL);
  private static final Pattern BLOCK_TAG = Pattern.compile("(?m)^\\s*@[a-z]");
  private static final Pattern INLINE_TAG = Pattern.compile("\\{@(\\w+)\\s+([^{}]*)}");
  private static final Pattern REFERENCE = Pattern.compile("\\(\\d+\\)");

  /** Parses a comment without its asterisks. */
  static Javadoc parse(String comment) {
    Matcher tag = BLOCK_TAG.matcher(comment);
    String body = tag.find() ? comment.substring(0, tag.start()) : comment;
    List<String> equations = new ArrayList<>();
    String text = EQUATION.matcher(body).replaceAll(match -> {
      equations.add(oneLine(unescape(match.group(1))));
      return "(" + equations.size() + ")";
    });

    String summary = "";
    String shapes = "";
    String cost = "";
    List<String> paragraphs = new ArrayList<>();
    for (String html : text.split("(?i)</?(p|ul|ol|dl)>")) {
      String paragraph = plain(html);
      if (paragraph.startsWith("Shapes:")) {
        shapes = paragraph.substring("Shapes:".length()).strip();
      } else if (paragraph.startsWith("Cost:")) {
        cost = paragraph.substring("Cost:".length()).strip();
      } else if (summary.isEmpty()) {
        summary = firstSentence(paragraph);
        add(paragraphs, paragraph.substring(summary.length()).strip());
      } else {
        add(paragraphs, paragraph);
      }
    }
    return new Javadoc(summary.strip(), equations, shapes, cost, paragraphs);
  }

  private static void add(List<String> paragraphs, String paragraph) {
    if (!REFERENCE.matcher(paragraph).replaceAll("").isBlank()) {
      paragraphs.add(paragraph);
    }
  }

  private static String firstSentence(String paragraph) {
    BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
    sentences.setText(paragraph);
    int end = sentences.next();
    return end == BreakIterator.DONE ? paragraph : paragraph.substring(0, end);
  }

  private static String plain(String html) {
    String text = html.replaceAll("(?i)<li>\\s*", " - ").replaceAll("</?[a-zA-Z][^<>]*>", "");
    Matcher tag = INLINE_TAG.matcher(text);
    while (tag.find()) {
      text = tag.replaceFirst(match -> Matcher.quoteReplacement(inline(match.group(1), match.group(2))));
      tag = INLINE_TAG.matcher(text);
    }
    return oneLine(unescape(text));
  }

  /** {@code x} for a tag that quotes x; for a link its label, else what it points to. */
  private static String inline(String tag, String content) {
    if (!tag.startsWith("link")) {
      return content;
    }
    String[] words = content.strip().split("\\s+", 2);
    return words.length > 1 ? words[1] : words[0].replaceFirst("^#", "").replace('#', '.');
  }

  private static String unescape(String text) {
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&quot;", "\"")
        .replace("&#64;", "@").replace("&amp;", "&");
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
