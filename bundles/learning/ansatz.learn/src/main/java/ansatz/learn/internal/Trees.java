package ansatz.learn.internal;

import ansatz.learn.Parts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns config records into trees. */
public final class Trees {
  private final Parts parts;

  public Trees(Parts parts) {
    this.parts = parts;
  }

  /** The record's components by name; an empty optional has no key. */
  public Map<String, Object> group(Record config) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (Field field : Field.of(config.getClass())) {
      Object value = field.get(config);
      if (!(value instanceof Optional<?> optional && optional.isEmpty())) {
        tree.put(field.name(), tree(field.kind(), value));
      }
    }
    return tree;
  }

  private Object tree(Kind kind, Object value) {
    return switch (kind) {
      case Kind.Whole _,Kind.Real _,Kind.Flag _,Kind.Text _ -> value;
      case Kind.Choice _ -> Literal.kebab((Enum<?>) value);
      case Kind.Group _ -> group((Record) value);
      case Kind.Part _ -> parts.tree(value);
      case Kind.Maybe maybe -> ((Optional<?>) value).map(v -> tree(maybe.element(), v)).orElse(null);
      case Kind.Many many -> ((List<?>) value).stream().map(v -> tree(many.element(), v)).toList();
      case Kind.Named named -> {
        Map<String, Object> tree = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((key, v) -> tree.put((String) key, tree(named.element(), v)));
        yield tree;
      }
    };
  }
}
