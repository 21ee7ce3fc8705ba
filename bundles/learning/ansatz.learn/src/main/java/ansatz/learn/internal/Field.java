package ansatz.learn.internal;

import ansatz.learn.Param;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A component of a config record with its annotation. */
record Field(RecordComponent component, Param param, Kind kind) {
  /** The components in the order of the record. */
  static List<Field> of(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents()).map(Field::of).toList();
  }

  private static Field of(RecordComponent component) {
    Param param = component.getAnnotation(Param.class);
    if (param == null) {
      throw new IllegalArgumentException(
          component.getDeclaringRecord().getName() + "." + component.getName() + " has no @Param");
    }
    return new Field(component, param, Kind.of(component.getGenericType()));
  }

  String name() {
    return component.getName();
  }

  /** The declared default as a tree; empty where there is none. */
  Optional<Object> value() {
    return param.value().equals(Param.NONE) ? Optional.empty() : Optional.of(Default.parse(param.value(), kind));
  }

  /** The component's value in a record. */
  Object get(Record config) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(config);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalArgumentException("cannot read " + name() + " of " + config.getClass().getName(), e);
    }
  }
}
