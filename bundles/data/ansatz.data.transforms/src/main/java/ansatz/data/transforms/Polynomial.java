package ansatz.data.transforms;

import ansatz.data.Column;
import ansatz.data.DataException;
import ansatz.data.Dataset;
import ansatz.data.Transform;
import ansatz.data.TransformFactory;
import ansatz.learn.Cite;
import ansatz.learn.Name;
import ansatz.learn.Param;
import ansatz.learn.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Component;

/**
 * Polynomial basis functions: the numeric features are replaced by all their monomials up to a total degree.
 *
 * <p>$$ \phi_{a}(x) = \prod_{d=1}^{D} x_d^{a_d}, \qquad 1 \le \sum_{d=1}^{D} a_d \le M $$
 *
 * <p>Without {@code interactions} only the powers of single features are made. There is no constant: models have an
 * intercept of their own. A column is named {@code x^2*y}. High powers of features that are not of order 1 are badly
 * conditioned: put {@code standardize} before. Categorical features stay as they are; a missing factor makes a missing
 * product. Nothing is learned from the training rows.
 *
 * <p>Shapes: x [N,D] to phi [N, (D+M)! / (D! M!) - 1].
 *
 * <p>Cost: one product for each value made; refused beyond 10,000 columns.
 */
@Cite(key = "bishop2006pattern", title = "Pattern Recognition and Machine Learning", authors = "Bishop, C. M.",
    year = 2006, venue = "Springer",
    url = "https://www.microsoft.com/en-us/research/publication/pattern-recognition-machine-learning/",
    where = "Section 3.1")
public final class Polynomial implements Transform {
  private static final int MOST_COLUMNS = 10_000;

  public record Config(@Param(help = "largest total degree M", value = "2", min = 1, max = 20) int degree,
      @Param(help = "whether to make products of different features", value = "true") boolean interactions) {}

  /** A product of features, of which none stands after {@code last}, so that each product is made once. */
  private record Monomial(String name, double[] values, int last, int power) {}

  private final Config config;

  public Polynomial(Config config) {
    this.config = config;
  }

  @Override
  public State fit(Dataset training) {
    return new State(1, Map.of());
  }

  @Override
  public Dataset apply(State state, Dataset rows) {
    List<Column.Numeric> features = Features.numeric(rows);
    List<Column> columns = new ArrayList<>(rows.columns());
    List<Monomial> degree = IntStream.range(0, features.size())
        .mapToObj(d -> new Monomial(features.get(d).name(), features.get(d).values(), d, 1)).toList();
    for (int m = 2; m <= config.degree(); m++) {
      List<Monomial> next = new ArrayList<>();
      for (Monomial monomial : degree) {
        int end = config.interactions() ? features.size() : monomial.last() + 1;
        for (int d = monomial.last(); d < end; d++) {
          next.add(times(monomial, d, features.get(d)));
          requireFew(columns.size() + next.size());
        }
      }
      next.forEach(monomial -> columns.add(new Column.Numeric(monomial.name(), monomial.values())));
      degree = next;
    }
    return rows.withColumns(columns);
  }

  private static Monomial times(Monomial left, int d, Column.Numeric right) {
    double[] product = new double[right.size()];
    for (int i = 0; i < product.length; i++) {
      product[i] = left.values()[i] * right.values()[i];
    }
    if (d != left.last()) {
      return new Monomial(left.name() + "*" + right.name(), product, d, 1);
    }
    int suffix = left.power() == 1 ? 0 : ("^" + left.power()).length();
    String base = left.name().substring(0, left.name().length() - suffix);
    return new Monomial(base + "^" + (left.power() + 1), product, d, left.power() + 1);
  }

  private static void requireFew(int columns) {
    if (columns > MOST_COLUMNS) {
      throw new DataException("the polynomial has more than " + MOST_COLUMNS
          + " columns: lower the degree, or ignore features");
    }
  }

  /** The service. */
  @Component
  @Name("polynomial")
  public static final class Factory implements TransformFactory {
    @Override
    public Class<Polynomial> algorithm() {
      return Polynomial.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Polynomial create(Record config) {
      return new Polynomial((Config) config);
    }
  }
}
