package ansatz.learn;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a component of a config record: the only place where its default, its bounds and its help text stand.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Param {
  /** One line, lower case, with the unit where there is one: {@code "penalty on the squared weights"}. */
  String help();

  /** The default as it would stand in YAML; none means that the parameter is required (or an empty Optional). */
  String value() default NONE;

  double min() default Double.NEGATIVE_INFINITY;

  double max() default Double.POSITIVE_INFINITY;

  boolean exclusiveMin() default false;

  boolean exclusiveMax() default false;

  /** How a sweep should walk over the range. */
  Scale scale() default Scale.LINEAR;

  /** Marks the absence of a default. */
  String NONE = "\0";

  /** Spacing of a range. */
  enum Scale {
    LINEAR, LOG
  }
}
