package ansatz.data.files.internal;

import ansatz.data.DataException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The JSON header of a safetensors file. */
public record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
  /** The longest header that is allowed. */
  public static final int MOST_BYTES = 100_000_000;

  private static final String METADATA = "__metadata__";
  private static final int ALIGNMENT = 8;
  private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** Where an array lies: its bytes from begin up to, not including, end. */
  public record Entry(String name, Dtype dtype, long[] shape, long begin, long end) {}

  /** The header as bytes, padded with spaces. */
  public byte[] write() {
    ObjectNode root = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode texts = root.putObject(METADATA);
      new TreeMap<>(metadata).forEach(texts::put);
    }
    for (Entry entry : entries) {
      if (entry.name().equals(METADATA)) {
        throw new DataException("safetensors: no array can be named '" + METADATA + "'");
      }
      ObjectNode node = root.putObject(entry.name()).put("dtype", entry.dtype().name());
      ArrayNode shape = node.putArray("shape");
      Arrays.stream(entry.shape()).forEach(shape::add);
      node.putArray("data_offsets").add(entry.begin()).add(entry.end());
    }
    try {
      ByteBuffer json = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(JSON.writeValueAsString(root)));
      int length = json.remaining();
      byte[] padded = new byte[Math.ceilDiv(length, ALIGNMENT) * ALIGNMENT];
      json.get(padded, 0, length);
      Arrays.fill(padded, length, padded.length, (byte) ' ');
      if (padded.length > MOST_BYTES) {
        throw new DataException("safetensors: a header of " + padded.length + " bytes is longer than the " + MOST_BYTES
            + " allowed: write fewer arrays or less metadata");
      }
      return padded;
    } catch (CharacterCodingException e) {
      throw new DataException("safetensors: a name or a metadata text holds half of a Unicode character", e);
    } catch (JsonProcessingException e) {
      throw new DataException("safetensors: the header cannot be written: " + e.getOriginalMessage(), e);
    }
  }

  /** Reads a header; the places of the arrays are checked against their shapes, not yet against the file. */
  public static SafetensorsHeader read(ByteBuffer bytes) {
    if (!bytes.hasRemaining() || bytes.get(0) != '{') {
      throw new DataException("safetensors: the header does not begin with '{': the file is of another kind");
    }
    JsonNode root = parse(bytes);
    List<Entry> entries = new ArrayList<>();
    Map<String, String> metadata = new TreeMap<>();
    root.properties().forEach(property -> {
      if (property.getKey().equals(METADATA)) {
        metadata.putAll(texts(property.getValue()));
      } else {
        entries.add(entry(property.getKey(), property.getValue()));
      }
    });
    return new SafetensorsHeader(entries, metadata);
  }

  private static JsonNode parse(ByteBuffer bytes) {
    try {
      return JSON.readTree(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      throw new DataException("safetensors: the header is not UTF-8", e);
    } catch (JsonProcessingException e) {
      throw new DataException("safetensors: the header is not valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new TreeMap<>();
    if (!node.isObject()) {
      throw new DataException("safetensors: '" + METADATA + "' is not an object");
    }
    node.properties().forEach(property -> {
      if (!property.getValue().isTextual()) {
        throw new DataException("safetensors: metadata '" + property.getKey() + "' is " + property.getValue()
            + ", but only texts are allowed");
      }
      texts.put(property.getKey(), property.getValue().textValue());
    });
    return texts;
  }

  private static Entry entry(String name, JsonNode node) {
    if (!node.path("dtype").isTextual()) {
      throw new DataException("safetensors: '" + name + "' has no dtype");
    }
    Dtype dtype = Dtype.of(name, node.path("dtype").textValue());
    long[] shape = naturals(name, "shape", node.path("shape"));
    long[] offsets = naturals(name, "data_offsets", node.path("data_offsets"));
    if (offsets.length != 2 || offsets[0] > offsets[1]) {
      throw new DataException("safetensors: data_offsets of '" + name + "' are " + Arrays.toString(offsets)
          + ", not a begin and an end behind it");
    }
    long size = dtype.width();
    try {
      for (long extent : shape) {
        size = Math.multiplyExact(size, extent);
      }
    } catch (ArithmeticException e) {
      throw new DataException(
          "safetensors: shape " + Arrays.toString(shape) + " of '" + name + "' has more bytes than can be counted", e);
    }
    if (size != offsets[1] - offsets[0]) {
      throw new DataException("safetensors: '" + name + "' of type " + dtype + " and shape " + Arrays.toString(shape)
          + " takes " + size + " bytes, but data_offsets " + Arrays.toString(offsets) + " hold "
          + (offsets[1] - offsets[0]));
    }
    return new Entry(name, dtype, shape, offsets[0], offsets[1]);
  }

  private static long[] naturals(String name, String key, JsonNode node) {
    if (!node.isArray()) {
      throw new DataException("safetensors: '" + name + "' has no list '" + key + "'");
    }
    long[] numbers = new long[node.size()];
    for (int i = 0; i < numbers.length; i++) {
      JsonNode number = node.get(i);
      if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
        throw new DataException("safetensors: " + key + " of '" + name + "' holds " + number
            + ", but only whole numbers from 0 to 2^63 - 1 are allowed");
      }
      numbers[i] = number.longValue();
    }
    return numbers;
  }
}
