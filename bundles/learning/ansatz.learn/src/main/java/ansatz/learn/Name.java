package ansatz.learn;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** The name under which a part is found: the service property {@code ansatz.name}. */
@ComponentPropertyType
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Name {
  String PREFIX_ = "ansatz.";

  /** The service property's key. */
  String PROPERTY = "ansatz.name";

  /** Lower case, words joined by {@code -}, a family by {@code .}: {@code ridge}, {@code gaussian-mixture}, {@code tribuo.cart}. */
  String value();
}
