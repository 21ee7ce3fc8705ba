package ansatz.learn;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The source of an algorithm; kept at run time, so that a run can print the references of everything it used. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Cite.Several.class)
public @interface Cite {
  /** BibTeX key, such as {@code hoerl1970ridge}. */
  String key();

  String title();

  /** Authors as in BibTeX: {@code "Hoerl, A. E. and Kennard, R. W."}. */
  String authors();

  int year();

  /** Journal, book or proceedings. */
  String venue() default "";

  /** DOI or address of the text. */
  String url() default "";

  /** Where in the source: {@code "Alg. 1, eq. (5)"}. */
  String where() default "";

  /** Holds several citations of one type. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface Several {
    Cite[] value();
  }
}
