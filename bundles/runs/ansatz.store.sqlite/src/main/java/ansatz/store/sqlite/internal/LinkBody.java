package ansatz.store.sqlite.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a link of a chain says, as read back. */
record LinkBody(long sequence, Map<String, Object> body) {
  String event() {
    return text("event");
  }

  String text(String field) {
    return Objects.toString(body.get(field), "");
  }

  /** -1 for what is no number: whoever wrote the link was no store. */
  long number(String field) {
    String text = text(field);
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
  }

  /** A part of it, such as an entry of a list, as if the link said only that. */
  LinkBody part(Object tree) {
    return new LinkBody(sequence, asMap(tree));
  }

  List<LinkBody> parts(String field) {
    return body.get(field) instanceof List<?> list ? list.stream().map(this::part).toList() : List.of();
  }

  /** {@code state is FAILED, the link says FINISHED} for every field of a record that differs from this. */
  List<String> differences(Map<String, Object> recorded) {
    List<String> differences = new ArrayList<>();
    recorded.forEach((field, value) -> {
      Object said = body.get(field);
      if (!same(said, value)) {
        differences.add(field + " is " + shown(value) + ", the link says " + shown(said));
      }
    });
    return differences;
  }

  private static boolean same(Object said, Object value) {
    if (said instanceof Map<?, ?> && value instanceof Map<?, ?>) {
      return Chain.canonical(asMap(said)).equals(Chain.canonical(asMap(value)));
    }
    return Objects.equals(Objects.toString(said), Objects.toString(value));
  }

  private static String shown(Object value) {
    return value instanceof Map<?, ?> ? Chain.canonical(asMap(value)) : Objects.toString(value, "nothing");
  }

  private static Map<String, Object> asMap(Object tree) {
    Map<String, Object> map = new HashMap<>();
    if (tree instanceof Map<?, ?> fields) {
      fields.forEach((key, value) -> map.put((String) key, value));
    }
    return map;
  }
}
