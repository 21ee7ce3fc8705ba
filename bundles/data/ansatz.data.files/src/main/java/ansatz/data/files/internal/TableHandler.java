package ansatz.data.files.internal;

import ansatz.data.Column;
import ansatz.data.DataException;
import ansatz.data.Dataset;
import ansatz.learn.Suggestion;
import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.RecordType;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes the fields of a table as they are parsed: the first record names the columns, the others fill them. */
public final class TableHandler extends AbstractBaseCsvCallbackHandler<Boolean> {
  private final String file;
  private final char separator;
  private final Set<String> texts;
  private final List<String> header = new ArrayList<>();
  private final List<ColumnBuilder> columns = new ArrayList<>();
  private boolean headerQuoted;
  private long rows;
  private long line;
  private long linesWithin;
  private long emptyLine;

  /** @param texts the columns that are text, whatever their values; columns found to be so are added */
  public TableHandler(String file, char separator, Set<String> texts) {
    this.file = file;
    this.separator = separator;
    this.texts = texts;
  }

  @Override
  protected void handleBegin(long startingLine) {
    line = startingLine;
    linesWithin = 0;
  }

  @Override
  protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
    if (columns.isEmpty()) {
      header.add(new String(text, offset, length).strip());
      headerQuoted |= quoted;
    } else if (index < columns.size()) {
      columns.get(index).add(text, offset, length, quoted, line);
    }
    for (int i = offset; quoted && i < offset + length; i++) {
      linesWithin += text[i] == '\n' ? 1 : 0;
    }
  }

  @Override
  protected void handleEmpty() {
    emptyLine = emptyLine == 0 ? line : emptyLine;
  }

  @Override
  protected Boolean buildRecord() {
    if (getRecordType() == RecordType.EMPTY) {
      return true;
    }
    if (columns.isEmpty()) {
      checkHeader();
      header.forEach(name -> columns.add(new ColumnBuilder(file, name, texts.contains(name))));
      emptyLine = 0;
      return true;
    }
    if (getFieldCount() != columns.size()) {
      throw at(line, fields(getFieldCount()) + ", the header has " + columns.size());
    }
    if (columns.size() == 1 && emptyLine > 0) {
      throw at(emptyLine, "the line is empty: write NA if the value is missing, or delete the line");
    }
    rows++;
    return true;
  }

  /** The table, or nothing if columns were added to the texts and it has to be read again. */
  public Optional<Dataset> table(String name, Set<String> declared) {
    if (columns.isEmpty()) {
      throw new DataException(file + ": the file is empty");
    }
    if (rows == 0) {
      throw new DataException(file + ": there is a header but no row");
    }
    for (String column : declared) {
      if (!header.contains(nfc(column))) {
        throw at(1, "there is no column '" + column + "' to be categorical; " + Suggestion.hint(column, header));
      }
    }
    List<Column> built = new ArrayList<>();
    for (ColumnBuilder column : columns) {
      column.build(texts.contains(column.name)).ifPresentOrElse(built::add, () -> texts.add(column.name));
    }
    return built.size() < columns.size()
        ? Optional.empty()
        : Optional.of(new Dataset(name, built, Map.of(), ""));
  }

  /** What the parser's complaint means for the file. */
  public DataException refusal(CsvParseException complaint) {
    String message = String.valueOf(complaint.getMessage());
    if (message.contains("Unclosed quoted field") || message.contains("maximum buffer size")) {
      return at(line + linesWithin, "the quote that opens here is never closed");
    }
    if (message.contains("after closing quote")) {
      return at(line + linesWithin,
          "text follows a closing quote: a quote inside of a quoted value is written as two quotes");
    }
    return new DataException(file + ":" + line + ": " + message, complaint);
  }

  private void checkHeader() {
    header.replaceAll(TableHandler::nfc);
    if (header.size() == 1) {
      for (char other : new char[] {';', '\t', ',', '|'}) {
        if (other != separator && header.getFirst().indexOf(other) >= 0) {
          throw at(line, "the columns seem to be separated by '" + shown(other) + "': separate them by '"
              + shown(separator) + "', as the ending of the file says");
        }
      }
    }
    if (!headerQuoted && header.stream().noneMatch(name -> Double.isNaN(Decimal.parse(name)))) {
      throw at(line, "the first line has numbers where the names of the columns are expected: add a header, or quote "
          + "the names");
    }
    for (int j = 0; j < header.size(); j++) {
      if (header.get(j).isEmpty()) {
        throw at(line, "column " + (j + 1) + " has no name");
      }
      int first = header.indexOf(header.get(j));
      if (first < j) {
        throw at(line, "columns " + (first + 1) + " and " + (j + 1) + " are both named '" + header.get(j) + "'");
      }
    }
  }

  private DataException at(long where, String rule) {
    return new DataException(file + ":" + where + ": " + rule);
  }

  private static String fields(int n) {
    return n == 1 ? "1 field" : n + " fields";
  }

  private static String shown(char separator) {
    return separator == '\t' ? "\\t" : String.valueOf(separator);
  }

  private static String nfc(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }
}
