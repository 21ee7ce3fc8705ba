package ansatz.data.files;

import ansatz.data.DataException;
import ansatz.data.Dataset;
import ansatz.data.TableReader;
import ansatz.data.files.internal.Gunzip;
import ansatz.data.files.internal.TableHandler;
import ansatz.data.files.internal.Utf8Reader;
import ansatz.learn.Name;
import ansatz.learn.Suggestion;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.osgi.service.component.annotations.Component;

/**
 * CSV (RFC 4180) and TSV tables in UTF-8, plain or compressed by gzip; the rules stand in the bundle's README.
 *
 * <p>Cost: one pass over the file, and a second one if a column begins with numbers and turns out to be text; memory for
 * the columns alone.
 */
@Component
@Name("csv")
public final class Csv implements TableReader {
  private static final Set<String> ENDINGS = Set.of("csv", "tsv", "csv.gz", "tsv.gz");

  /** Where the bytes of a table come from; opened once or twice. */
  @FunctionalInterface
  public interface Source {
    InputStream open() throws IOException;
  }

  @Override
  public Set<String> endings() {
    return ENDINGS;
  }

  @Override
  public Dataset read(Path file, Set<String> categorical) {
    if (Files.notExists(file)) {
      throw new DataException(file + ": no such file" + nearby(file));
    }
    if (Files.isDirectory(file)) {
      throw new DataException(file + ": is a folder, not a file");
    }
    return read(file.toString(), () -> Files.newInputStream(file), categorical);
  }

  /**
   * A table that does not lie in a file, such as a resource of a bundle.
   *
   * @param name what messages call it; its ending tells separator and compression
   */
  public Dataset read(String name, Source source, Set<String> categorical) {
    String ending = ending(name);
    Set<String> texts = categorical.stream().map(column -> Normalizer.normalize(column, Normalizer.Form.NFC))
        .collect(Collectors.toCollection(TreeSet::new));
    Optional<Dataset> table = read(name, source, ending, texts, categorical);
    if (table.isEmpty()) {
      table = read(name, source, ending, texts, categorical);
    }
    return table.orElseThrow(() -> new DataException(name + ": changed while it was read"));
  }

  /** The table; or nothing where columns begin with numbers but are text, which are then added to {@code texts}. */
  private static Optional<Dataset> read(String name, Source source, String ending, Set<String> texts,
      Set<String> categorical) {
    char separator = ending.startsWith("tsv") ? '\t' : ',';
    TableHandler handler = new TableHandler(name, separator, texts);
    try (InputStream bytes = source.open();
        InputStream plain = ending.endsWith(".gz") ? new Gunzip(name, bytes) : bytes;
        CsvReader<Boolean> records = CsvReader.builder().fieldSeparator(separator).skipEmptyLines(false)
            .allowUnclosedQuote(false)
            .build(handler, new Utf8Reader(name, plain))) {
      for (Boolean _ : records) {
        continue; // the handler has put the record into the columns
      }
    } catch (CsvParseException e) {
      throw cause(e, handler, name);
    } catch (IOException e) {
      throw unreadable(name, e);
    } catch (UncheckedIOException e) {
      throw unreadable(name, e.getCause());
    }
    return handler.table(base(name, ending), categorical);
  }

  /** The parser wraps whatever is thrown while it reads. */
  private static RuntimeException cause(CsvParseException wrapper, TableHandler handler, String name) {
    return switch (wrapper.getCause()) {
      case null -> handler.refusal(wrapper);
      case CsvParseException nested -> cause(nested, handler, name);
      case DataException refusal -> refusal;
      case IOException io -> unreadable(name, io);
      default -> wrapper;
    };
  }

  private static DataException unreadable(String name, IOException cause) {
    return new DataException(switch (cause) {
      case EOFException _ -> name + ": the compressed file ends early; it was cut off: copy it again";
      case ZipException _ -> name + ": not a valid gzip file: " + cause.getMessage();
      case AccessDeniedException _ -> name + ": no permission to read it";
      default -> name + ": cannot be read: " + cause.getMessage();
    }, cause);
  }

  private static String ending(String name) {
    return ENDINGS.stream().filter(ending -> name.toLowerCase(Locale.ROOT).endsWith("." + ending)).findFirst()
        .orElseThrow(() -> new DataException(
            name + ": the ending is none of " + String.join(", ", new TreeSet<>(ENDINGS))));
  }

  private static String base(String name, String ending) {
    String file = Path.of(name).getFileName().toString();
    return file.substring(0, file.length() - ending.length() - 1);
  }

  private static String nearby(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return ", and no folder '" + file.getParent() + "'";
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.filter(Files::isRegularFile).map(path -> path.getFileName().toString()).sorted()
          .toList();
      return Suggestion.nearest(file.getFileName().toString(), names)
          .map(near -> "; did you mean '" + file.resolveSibling(near) + "'?").orElse("");
    } catch (IOException _) {
      return ""; // a folder that cannot be listed has nothing to suggest
    }
  }
}
