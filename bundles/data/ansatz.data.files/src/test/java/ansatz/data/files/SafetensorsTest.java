package ansatz.data.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.data.ArrayFormat;
import ansatz.data.ArrayFormat.Content;
import ansatz.data.DataException;
import ansatz.linalg.Array;
import ansatz.testkit.ArrayFormatContract;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest extends ArrayFormatContract {
  private final Safetensors safetensors = new Safetensors();

  @Override
  protected ArrayFormat format() {
    return safetensors;
  }

  /** Put together by hand from the description of the format: 8 bytes length, header with 2 spaces, then the values. */
  @Test
  void theBytesAreThoseOfTheFormat() {
    String header = "{\"__metadata__\":{\"k\":\"v\"},\"b\":{\"dtype\":\"F64\",\"shape\":[2,1],\"data_offsets\":[0,16]},"
        + "\"c\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[16,24]},"
        + "\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[24,27]}}  ";
    String golden = "c000000000000000" + HexFormat.of().formatHex(header.getBytes(StandardCharsets.US_ASCII))
        + "000000000000f03f" + "00000000000000c0" + "feffffffffffffff" + "010203";
    Content content = new Content(
        new TreeMap<>(Map.of("a", Array.of(new byte[] {1, 2, 3}), "b", Array.of(new double[] {1, -2}, 2, 1), "c",
            new Array.I64(new long[0], new long[] {-2}))),
        new TreeMap<>(Map.of("k", "v")));
    assertEquals(192, header.length());
    assertEquals(golden, HexFormat.of().formatHex(safetensors.encode(content)));
    Content read = safetensors.decode(HexFormat.of().parseHex(golden));
    assertTrue(read.arrays().get("b").sameBits(content.arrays().get("b")));
    assertEquals(content.metadata(), read.metadata());
  }

  @ParameterizedTest
  @CsvSource({"F32, 0000c03f000080ff01000000, 1.5 -Infinity 1.401298464324817E-45",
    "F16, 003c01000080fffb, 1.0 5.960464477539063E-8 -0.0 -65504.0",
    "BF16, 803f0100807f, 1.0 9.183549615799121E-41 Infinity"})
  void shortRealsAreExactInFloat64(String dtype, String values, String expected) {
    Array.F64 read = (Array.F64) decode(dtype, values);
    assertArrayEquals(Arrays.stream(expected.split(" ")).mapToDouble(Double::parseDouble).toArray(),
        read.values());
  }

  @ParameterizedTest
  @CsvSource({"I32, ffffff7f00000080, 2147483647 -2147483648", "I16, ff7f0080, 32767 -32768", "I8, 7f80, 127 -128",
    "U16, ffff0100, 65535 1", "U32, ffffffff01000000, 4294967295 1",
    "U64, ffffffffffffff7f0100000000000000, 9223372036854775807 1"})
  void shortIntegersAreExactInInt64(String dtype, String values, String expected) {
    Array.I64 read = (Array.I64) decode(dtype, values);
    assertArrayEquals(Arrays.stream(expected.split(" ")).mapToLong(Long::parseLong).toArray(), read.values());
  }

  @Test
  void truthValuesAreBytes() {
    assertArrayEquals(new byte[] {1, 0}, ((Array.U8) decode("BOOL", "0100")).values());
    refused("'x' is of type BOOL but holds the byte 2", () -> decode("BOOL", "0102"));
    refused("'x' holds 9223372036854775808, which is beyond the range of int64",
        () -> decode("U64", "0000000000000080"));
    refused("'x' is of type 'F8_E4M3', which has no exact place in float64, int64 or bytes",
        () -> safetensors.decode(file("{\"x\":{\"dtype\":\"F8_E4M3\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1)));
  }

  @Test
  void headersThatAreDamagedAreRefused() {
    refused("the file has 7 bytes", () -> safetensors.decode(new byte[7]));
    refused("the header is said to have 18446744073709551615 bytes, at most 100000000",
        () -> safetensors.decode(raw(-1)));
    refused("the header is said to have 100000001 bytes", () -> safetensors.decode(raw(100_000_001)));
    refused("the header is said to have 99 bytes, only 2 follow", () -> safetensors.decode(raw(99, '{', '}')));
    refused("does not begin with '{'", () -> safetensors.decode(raw(0)));
    refused("does not begin with '{'", () -> safetensors.decode(file(" {}", 0)));
    refused("not UTF-8", () -> safetensors.decode(raw(3, '{', 0xff, '}')));
    refused("not valid JSON", () -> safetensors.decode(file("{\"a\":}", 0)));
    refused("not valid JSON", () -> safetensors.decode(file("{}{}", 0)));
    refused("not valid JSON", () -> safetensors.decode(file("{\"a\":" + "[".repeat(100_000), 0)));
    refused("Duplicate", () -> safetensors.decode(file("{" + entry("x", 0, 1) + "," + entry("x", 1, 2) + "}", 2)));
    refused("Duplicate", () -> safetensors.decode(file("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0)));
    refused("metadata 'n' is 1, but only texts", () -> safetensors.decode(file("{\"__metadata__\":{\"n\":1}}", 0)));
    refused("'__metadata__' is not an object", () -> safetensors.decode(file("{\"__metadata__\":[]}", 0)));
    refused("'x' has no dtype", () -> safetensors.decode(file("{\"x\":1}", 0)));
    refused("'x' has no list 'shape'", () -> safetensors.decode(file("{\"x\":{\"dtype\":\"U8\"}}", 0)));
    refused("'x' has no list 'data_offsets'",
        () -> safetensors.decode(file("{\"x\":{\"dtype\":\"U8\",\"shape\":[1],\"offsets\":[0,1]}}", 1)));
  }

  @Test
  void placesThatDoNotFitAreRefused() {
    refused("'b' begins at byte 1, inside of another array",
        () -> safetensors.decode(file("{" + entry("a", 0, 2) + "," + entry("b", 1, 3) + "}", 3)));
    refused("'b' begins at byte 2, but nothing fills the bytes before from 1 on",
        () -> safetensors.decode(file("{" + entry("a", 0, 1) + "," + entry("b", 2, 3) + "}", 3)));
    refused("the arrays take 1 bytes, the file holds 2: the bytes behind belong to nothing",
        () -> safetensors.decode(file("{" + entry("a", 0, 1) + "}", 2)));
    refused("the arrays take 2 bytes, the file holds 1: it was cut off",
        () -> safetensors.decode(file("{" + entry("a", 0, 2) + "}", 1)));
    refused("data_offsets of 'x' are [2, 1]", () -> safetensors.decode(file(place("[1]", "[2,1]"), 2)));
    refused("data_offsets of 'x' are [0]", () -> safetensors.decode(file(place("[1]", "[0]"), 1)));
    refused("'x' of type U8 and shape [3] takes 3 bytes, but data_offsets [0, 2] hold 2",
        () -> safetensors.decode(file(place("[3]", "[0,2]"), 2)));
    refused("has more bytes than can be counted",
        () -> safetensors.decode(file(place("[4294967296,4294967296]", "[0,0]"), 0)));
    for (String odd : new String[] {"-1", "1.0", "true", "null", "\"1\"", "9223372036854775808", "1e3"}) {
      refused("shape of 'x' holds " + (odd.equals("1e3") ? "1000.0" : odd),
          () -> safetensors.decode(file(place("[" + odd + "]", "[0,1]"), 1)));
    }
    refused("takes 1099511627776 bytes, but data_offsets [0, 0] hold 0",
        () -> safetensors.decode(file(place("[1099511627776]", "[0,0]"), 0)));
    refused("the arrays take 1099511627776 bytes, the file holds 0: it was cut off",
        () -> safetensors.decode(file(place("[1099511627776]", "[0,1099511627776]"), 0)));
  }

  @Test
  void emptyArraysMayLieAnywhere() {
    Content read = safetensors
        .decode(file("{" + entry("a", 0, 2) + "," + entry("e", 2, 2) + "," + entry("f", 0, 0) + "}   \n", 2));
    assertEquals(3, read.arrays().size());
    assertEquals(0, read.arrays().get("e").size());
  }

  @Test
  void whatCannotBeWrittenIsRefused() {
    TreeMap<String, String> none = new TreeMap<>();
    refused("no array can be named '__metadata__'", () -> safetensors
        .encode(new Content(new TreeMap<>(Map.of("__metadata__", Array.of(new double[1]))), none)));
    refused("half of a Unicode character",
        () -> safetensors.encode(new Content(new TreeMap<>(Map.of("\ud800", Array.of(new double[1]))), none)));
  }

  private Array decode(String dtype, String values) {
    byte[] bytes = HexFormat.of().parseHex(values);
    int width = dtype.startsWith("B") && !dtype.equals("BF16") ? 1 : Integer.parseInt(dtype.replaceAll("\\D", "")) / 8;
    String header = "{\"x\":{\"dtype\":\"" + dtype + "\",\"shape\":[" + bytes.length / width + "],\"data_offsets\":[0,"
        + bytes.length + "]}}";
    byte[] file = file(header, bytes.length);
    System.arraycopy(bytes, 0, file, file.length - bytes.length, bytes.length);
    return safetensors.decode(file).arrays().get("x");
  }

  private static String entry(String name, int begin, int end) {
    return "\"" + name + "\":{\"dtype\":\"U8\",\"shape\":[" + (end - begin) + "],\"data_offsets\":[" + begin + "," + end
        + "]}";
  }

  private static String place(String shape, String offsets) {
    return "{\"x\":{\"dtype\":\"U8\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
  }

  private static byte[] file(String header, int values) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + values).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json)
        .array();
  }

  private static byte[] raw(long length, int... bytes) {
    ByteBuffer file = ByteBuffer.allocate(8 + bytes.length).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    for (int value : bytes) {
      file.put((byte) value);
    }
    return file.array();
  }

  private static void refused(String part, Executable call) {
    String message = assertThrows(DataException.class, call).getMessage();
    assertTrue(message.startsWith("safetensors: ") && message.contains(part), message);
  }
}
