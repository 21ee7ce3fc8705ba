package ansatz.cli.text.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Trees of maps, lists and scalars as a JSON document; NaN and infinities become null. */
public final class Json {
  private Json() {}

  public static String of(Object tree) {
    StringWriter text = new StringWriter();
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter()
        .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
    try (JsonGenerator generator = new JsonFactory().createGenerator(text)) {
      generator.setPrettyPrinter(printer);
      write(generator, tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator to, Object value) throws IOException {
    switch (value) {
      case null -> to.writeNull();
      case Optional<?> optional -> write(to, optional.orElse(null));
      case Map<?, ?> map -> {
        to.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          to.writeFieldName(entry.getKey().toString());
          write(to, entry.getValue());
        }
        to.writeEndObject();
      }
      // A path would be a list of its folders.
      case Path path -> to.writeString(path.toString());
      case Iterable<?> list -> {
        to.writeStartArray();
        for (Object element : list) {
          write(to, element);
        }
        to.writeEndArray();
      }
      case Boolean flag -> to.writeBoolean(flag);
      case Integer number -> to.writeNumber(number);
      case Long number -> to.writeNumber(number);
      case Number number when Double.isFinite(number.doubleValue()) -> to.writeNumber(number.doubleValue());
      case Number _ -> to.writeNull();
      default -> to.writeString(value.toString());
    }
  }
}
