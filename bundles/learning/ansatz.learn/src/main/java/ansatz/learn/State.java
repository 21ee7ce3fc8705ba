package ansatz.learn;

import ansatz.linalg.Array;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an algorithm knows, as plain data: named arrays and scalars with a schema number, never classes.
 *
 * <p>That is what makes checkpoint, resume, fork, migration and live swap one mechanism. Scalars are {@link String},
 * {@link Long} or {@link Boolean}; real numbers stand in arrays, where every bit survives.
 *
 * @param schema the version of the layout, raised whenever a name or a meaning changes
 */
public record State(int schema, SortedMap<String, Array> arrays, SortedMap<String, Object> scalars) {
  public State {
    arrays = Collections.unmodifiableSortedMap(new TreeMap<>(arrays));
    scalars = Collections.unmodifiableSortedMap(new TreeMap<>(scalars));
    scalars.forEach((name, value) -> {
      if (!(value instanceof String || value instanceof Long || value instanceof Boolean)) {
        throw new IllegalArgumentException("scalar '" + name + "' is a " + value.getClass().getSimpleName()
            + "; String, Long and Boolean are allowed, real numbers go into arrays");
      }
    });
  }

  public State(int schema, Map<String, Array> arrays, Map<String, ?> scalars) {
    this(schema, new TreeMap<>(arrays), new TreeMap<>(scalars));
  }

  public State(int schema, Map<String, Array> arrays) {
    this(schema, arrays, Map.of());
  }

  /** The array of that name. */
  public Array array(String name) {
    return required(arrays, name);
  }

  /** The values of the float64 array of that name. */
  public double[] doubles(String name) {
    return array(name).doubles();
  }

  /** The only value of the float64 array of that name. */
  public double real(String name) {
    return array(name).doubles()[0];
  }

  public long integer(String name) {
    return (Long) required(scalars, name);
  }

  public String text(String name) {
    return (String) required(scalars, name);
  }

  public boolean flag(String name) {
    return (Boolean) required(scalars, name);
  }

  /** Whether the other state has the same schema, names and bits. */
  public boolean sameBits(State other) {
    return schema == other.schema && scalars.equals(other.scalars) && arrays.keySet().equals(other.arrays.keySet())
        && arrays.entrySet().stream().allMatch(e -> e.getValue().sameBits(other.arrays.get(e.getKey())));
  }

  private static <V> V required(Map<String, V> map, String name) {
    V value = map.get(name);
    if (value == null) {
      throw new IllegalArgumentException("state has no '" + name + "', only " + map.keySet());
    }
    return value;
  }
}
