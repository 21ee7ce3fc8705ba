package ansatz.control;

import ansatz.experiment.ConfigException;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A question or an answer: one tree as one line of JSON; errors carry the exit code that belongs to them. */
final class Message {
  private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();
  private static final int FAILED = 1;
  private static final int BAD = 2;
  private static final int REFUSED = 3;

  private Message() {}

  static byte[] line(Map<String, Object> tree) {
    try {
      return (JSON.writeValueAsString(tree) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a tree of plain values", e);
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> tree(byte[] line) throws IOException {
    Map<String, Object> tree = JSON.readValue(line, Map.class);
    if (tree == null) {
      throw new IOException("not an object");
    }
    return tree;
  }

  static Map<String, Object> error(Throwable e) {
    int code = e instanceof ConfigException ? BAD : e instanceof RefusedException ? REFUSED : FAILED;
    boolean told = code != FAILED || e instanceof RunException;
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("error", told ? e.getMessage() : e.toString());
    tree.put("code", code);
    return tree;
  }

  /** The answer, or the exception it stands for. */
  static Map<String, Object> checked(Map<String, Object> answer) {
    Object error = answer.get("error");
    if (error == null) {
      return answer;
    }
    throw switch (answer.get("code") instanceof Number code ? code.intValue() : FAILED) {
      case BAD -> new ConfigException(error.toString());
      case REFUSED -> new RefusedException(error.toString());
      default -> new RunException(error.toString());
    };
  }
}
