package ansatz.report.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Style sheets, scripts and fonts that the page carries. */
final class Assets {
  private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.5.0/";
  private static final String KATEX = "/META-INF/resources/webjars/katex/0.18.11/";
  private static final Pattern FONT_FACE = Pattern
      .compile("@font-face\\{[^}]*?url\\(fonts/(KaTeX_[\\w-]+)\\.woff2\\)[^}]*}");
  private static final Pattern SOURCES = Pattern.compile("src:[^}]*}");
  /** Those that equations of papers use; the rest (Fraktur, sans-serif, ...) falls back to the text's own. */
  private static final List<String> FONTS = List.of("KaTeX_AMS-Regular", "KaTeX_Caligraphic-Regular",
      "KaTeX_Main-Regular", "KaTeX_Main-Bold", "KaTeX_Main-Italic", "KaTeX_Math-Italic", "KaTeX_Math-BoldItalic",
      "KaTeX_Size1-Regular", "KaTeX_Size2-Regular", "KaTeX_Size3-Regular", "KaTeX_Size4-Regular");

  private Assets() {}

  static String style() {
    return text("page.css");
  }

  /** The page's own script; the files are one module, in this order. */
  static String script() {
    return text("charts.js") + "\n" + text("page.js");
  }

  static String echarts() {
    return text(ECHARTS + "echarts.common.min.js");
  }

  static String katex() {
    return "/*! " + text(KATEX + "LICENSE").replace("*/", "") + "*/\n" + text(KATEX + "dist/katex.min.js");
  }

  /** KaTeX' style sheet with its fonts inside. */
  static String katexStyle() {
    return FONT_FACE.matcher(text(KATEX + "dist/katex.min.css")).replaceAll(face -> {
      String font = face.group(1);
      if (!FONTS.contains(font)) {
        return "";
      }
      String data = Base64.getEncoder().encodeToString(bytes(KATEX + "dist/fonts/" + font + ".woff2"));
      String source = "src:url(data:font/woff2;base64," + data + ") format(\"woff2\")}";
      return Matcher.quoteReplacement(SOURCES.matcher(face.group()).replaceFirst(Matcher.quoteReplacement(source)));
    });
  }

  /** What a content security policy calls an inline script that may run: {@code 'sha256-...'}. */
  static String hash(String script) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private static String text(String resource) {
    return new String(bytes(resource), StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  private static byte[] bytes(String resource) {
    try (InputStream in = Assets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the bundle ansatz.report lacks " + resource + "; build it again");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }
}
