package ansatz.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;

class DescriptionTest {
  /**
   * The mean of {@code N} numbers. It minimises the sum of squares.
   *
   * <p>$$ \bar x = \frac{1}{N} \sum_{n=1}^N x_n, \quad N &gt; 0 $$
   *
   * <p>Its error follows from (1).
   *
   * <p>Shapes: x [N].
   *
   * <p>Cost: N additions.
   */
  @Cite(key = "gauss1809theoria", title = "Theoria motus", authors = "Gauss, C. F.", year = 1809)
  static final class Mean {}

  @Test
  void theJavadocIsInTheBundle() {
    assertEquals(
        new Description("The mean of N numbers.", List.of("\\bar x = \\frac{1}{N} \\sum_{n=1}^N x_n, \\quad N > 0"),
            "x [N].", "N additions.", List.of("It minimises the sum of squares.", "Its error follows from (1).")),
        Description.of(Mean.class));
  }

  @Test
  void aClassWithoutDescriptionHasAnEmptyOne() {
    assertSame(Description.EMPTY, Description.of(DescriptionTest.class));
  }
}
