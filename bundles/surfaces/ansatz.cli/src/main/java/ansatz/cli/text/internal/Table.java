package ansatz.cli.text.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Aligned columns under a header. What does not fit the width goes on in further blocks below, each with the first
 * column again; a last column of text is cut into lines instead.
 */
public final class Table {
  private static final String GAP = "  ";
  private static final int NARROW = 20;

  private final List<String> header;
  private final boolean[] right;
  private final List<List<String>> rows = new ArrayList<>();
  private final List<boolean[]> bold = new ArrayList<>();

  /** Columns by title; a title that ends in {@code >} is aligned to the right. */
  public Table(String... titles) {
    this(List.of(titles));
  }

  public Table(List<String> titles) {
    right = new boolean[titles.size()];
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < titles.size(); i++) {
      right[i] = titles.get(i).endsWith(">");
      shown.add(right[i] ? titles.get(i).substring(0, titles.get(i).length() - 1) : titles.get(i));
    }
    header = List.copyOf(shown);
  }

  public Table row(String... cells) {
    return row(List.of(cells), new boolean[cells.length]);
  }

  public Table row(List<String> cells, boolean[] emphasised) {
    if (cells.size() != header.size()) {
      throw new IllegalArgumentException(cells.size() + " cells for " + header.size() + " columns");
    }
    rows.add(List.copyOf(cells));
    bold.add(emphasised.clone());
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The lines of the table. */
  public List<String> lines(int width, Paint paint) {
    int[] widths = new int[header.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] = Math.max(length(header.get(i)),
          rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0));
    }
    int last = widths.length - 1;
    int before = Arrays.stream(widths).sum() - widths[last] + GAP.length() * last;
    if (last > 0 && !right[last] && before + widths[last] > width && width - before >= NARROW) {
      widths[last] = width - before;
    }
    List<String> lines = new ArrayList<>();
    int from = 1;
    do {
      int to = from;
      int used = widths[0];
      while (to < widths.length && (to == from || used + GAP.length() + widths[to] <= width)) {
        used += GAP.length() + widths[to++];
      }
      block(lines, widths, from, to, width, paint);
      from = to;
    } while (from < widths.length);
    return lines;
  }

  private void block(List<String> lines, int[] natural, int from, int to, int width, Paint paint) {
    int[] widths = natural.clone();
    int before = widths[0] + Arrays.stream(widths, from, to - 1).map(w -> w + GAP.length()).sum() + GAP.length();
    if (to == widths.length && to > 1 && !right[to - 1] && width - before >= NARROW) {
      widths[to - 1] = Math.min(widths[to - 1], width - before);
    }
    if (!lines.isEmpty()) {
      lines.add("");
    }
    lines.add(paint.dim(line(header, widths, from, to, new boolean[widths.length], new Paint(false))));
    for (int r = 0; r < rows.size(); r++) {
      List<String> row = rows.get(r);
      List<String> folded = to == widths.length ? Fold.lines(row.getLast(), widths[to - 1]) : List.of(row.getLast());
      List<String> first = new ArrayList<>(row);
      first.set(row.size() - 1, folded.isEmpty() ? "" : folded.getFirst());
      lines.add(line(first, widths, from, to, bold.get(r), paint));
      for (int i = 1; i < folded.size(); i++) {
        List<String> more = new ArrayList<>(java.util.Collections.nCopies(row.size(), ""));
        more.set(row.size() - 1, folded.get(i));
        lines.add(line(more, widths, from, to, bold.get(r), paint));
      }
    }
  }

  private String line(List<String> cells, int[] widths, int from, int to, boolean[] emphasised, Paint paint) {
    StringBuilder line = new StringBuilder(cell(cells, widths, 0, emphasised, paint));
    for (int i = from; i < to; i++) {
      line.append(GAP).append(cell(cells, widths, i, emphasised, paint));
    }
    return line.toString().stripTrailing();
  }

  private String cell(List<String> cells, int[] widths, int i, boolean[] emphasised, Paint paint) {
    String text = cells.get(i);
    String pad = " ".repeat(Math.max(0, widths[i] - length(text)));
    String shown = emphasised[i] ? paint.bold(text) : text;
    return right[i] ? pad + shown : shown + pad;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Upper case for headers, whatever the locale. */
  public static String title(String name) {
    return name.toUpperCase(Locale.ROOT);
  }
}
