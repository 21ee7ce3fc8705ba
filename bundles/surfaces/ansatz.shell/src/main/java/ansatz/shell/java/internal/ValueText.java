package ansatz.shell.java.internal;

import ansatz.tensor.Session;
import ansatz.tensor.Tensor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The value of an expression in numbers: its tensors are computed, also those in lists, records and arrays. */
final class ValueText {
  private static final int LINE = 100;

  private final Map<Tensor, Tensor> computed = new IdentityHashMap<>();

  private ValueText() {}

  /** Cost: one evaluation of all tensors together. */
  static String of(Object value) {
    ValueText text = new ValueText();
    List<Tensor> tensors = leaves(value).filter(Tensor.class::isInstance).map(Tensor.class::cast).toList();
    List<Tensor> results = Session.current().eval(tensors);
    for (int i = 0; i < tensors.size(); i++) {
      text.computed.put(tensors.get(i), results.get(i));
    }
    return text.text(value);
  }

  /** A part of a value; those of collections have no name of their own. */
  private record Part(String name, Object value) {}

  /** The tensors and the arrays in a value: what does not print itself in numbers. */
  private static Stream<Object> leaves(Object value) {
    boolean own = value instanceof Tensor || value != null && value.getClass().isArray();
    return Stream.concat(own ? Stream.of(value) : Stream.empty(),
        parts(value).stream().flatMap(part -> leaves(part.value())));
  }

  private String text(Object value) {
    if (value instanceof Tensor tensor) {
      return computed.get(tensor).toString();
    }
    if (value != null && value.getClass().isArray() && value.getClass().componentType().isPrimitive()) {
      String nested = Arrays.deepToString(new Object[] {value});
      return nested.substring(1, nested.length() - 1);
    }
    return leaves(value).findAny().isEmpty() ? String.valueOf(value) : text(value, parts(value));
  }

  /** In a line where that is short, else a line or more for each part. */
  private String text(Object whole, List<Part> parts) {
    boolean named = whole instanceof Record || whole instanceof Map;
    String head = whole instanceof Record || whole instanceof Optional ? whole.getClass().getSimpleName() : "";
    List<String> items = new ArrayList<>();
    for (Part part : parts) {
      String label = named ? part.name() + "=" : "";
      items.add(label + text(part.value()).replace("\n", "\n " + " ".repeat(label.length())));
    }
    String line = items.stream().collect(Collectors.joining(", ", head + "[", "]"));
    return line.length() <= LINE && !line.contains("\n")
        ? line
        : items.stream().collect(Collectors.joining(",\n ", (head.isEmpty() ? "" : head + "\n") + "[", "]"));
  }

  private static List<Part> parts(Object value) {
    return switch (value) {
      case Record whole when !whole.getClass().getModule().isNamed() -> Arrays
          .stream(whole.getClass().getRecordComponents()).map(c -> new Part(c.getName(), component(whole, c))).toList();
      case Collection<?> all -> all.stream().map(each -> new Part("", each)).toList();
      case Object[] all -> Arrays.stream(all).map(each -> new Part("", each)).toList();
      case Map<?, ?> all ->
        all.entrySet().stream().map(e -> new Part(String.valueOf(e.getKey()), e.getValue())).toList();
      case Optional<?> one -> one.stream().map(each -> new Part("", each)).toList();
      case null, default -> List.of();
    };
  }

  private static Object component(Record whole, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true); // a record need not be public
      return component.getAccessor().invoke(whole);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(component + " of " + whole.getClass(), e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(component + " of " + whole.getClass() + ": " + e.getCause(), e.getCause());
    }
  }
}
