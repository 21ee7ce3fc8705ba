package ansatz.regression;

import ansatz.learn.Cite;
import ansatz.learn.Context;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Examples;
import ansatz.learn.IterativeEstimator;
import ansatz.learn.Name;
import ansatz.learn.Param;
import ansatz.learn.Prediction;
import ansatz.learn.State;
import ansatz.learn.Summary;
import ansatz.learn.Target;
import ansatz.learn.Task;
import ansatz.linalg.Array;
import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.Matrix;
import ansatz.linalg.SingularMatrixException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Component;

/**
 * Logistic regression for two classes and softmax regression for more, by Newton's method, which is iteratively
 * reweighted least squares.
 *
 * $$ p_k(x) = \frac{e^{f_k(x)}}{\sum_l e^{f_l(x)}}, \quad f_k(x) = w_k^\top x + b_k, \qquad
 *    J(W, b) = -\sum_{n=1}^N \ln p_{y_n}(x_n) + \frac\lambda2 \|W\|_F^2 $$
 *
 * $$ \theta \leftarrow \theta - t H^{-1} \nabla J, \qquad
 *    H_{kl} = \tilde X^\top \mathrm{diag}\bigl(p_k (\delta_{kl} - p_l)\bigr) \tilde X + \lambda \delta_{kl} I $$
 *
 * <p>Intercepts are not penalised; scikit-learn's C is 1 / lambda. Two classes have one function, f_1 with f_0 = 0;
 * K &gt; 2 have K that sum to zero: J does not change along their sum, so H is made regular there by a multiple of
 * 1 1^T, to which the steps are blind. The step length t is halved until J falls enough (Armijo).
 *
 * <p>Where lambda is 0 and a step parts all rows rightly, J has no minimum: scaling the weights up lowers it for ever.
 * Learning stops there and the state's {@code outcome} says {@code separable}; else it says {@code converged}, or
 * {@code step limit}. The scale of the weights then means nothing; raise lambda.
 *
 * <p>Shapes: x [N,D], scores [N,K], W [K,D], b [K]; for two classes W [1,D], b [1].
 *
 * <p>Cost: N (D+1)^2 K (K+1) + (K(D+1))^3 / 3 flops a step; (K(D+1))^2 + N(D + K) numbers.
 */
@Cite(key = "cox1958regression", title = "The regression analysis of binary sequences", authors = "Cox, D. R.",
    year = 1958, venue = "Journal of the Royal Statistical Society B 20(2)")
@Cite(key = "bishop2006pattern", title = "Pattern Recognition and Machine Learning", authors = "Bishop, C. M.",
    year = 2006, venue = "Springer", where = "eqs. (4.96)-(4.99), (4.108)-(4.110)")
public final class LogisticRegression implements IterativeEstimator {
  private static final int HALVINGS = 40;
  private static final double ARMIJO = 1e-4;

  /** Parameters of logistic regression. */
  public record Config(
      @Param(help = "penalty on half the squared weights", value = "1", min = 0, scale = Param.Scale.LOG) double lambda,
      @Param(help = "whether to fit constant terms, which are not penalised", value = "true") boolean intercept,
      @Param(help = "stop when the expected decrease relative to 1 + objective is below", value = "1e-12", min = 0,
          exclusiveMin = true, scale = Param.Scale.LOG) double tolerance,
      @Param(help = "stop after this many steps", value = "100", min = 1) int maxSteps) {}

  private final Config config;

  public LogisticRegression(Config config) {
    this.config = config;
  }

  @Override
  public Set<Task> tasks() {
    return Set.of(Task.CLASSIFICATION);
  }

  @Override
  public State init(Context context, Examples examples) {
    Target.Label target = (Target.Label) examples.require(tasks()).target();
    if (target.classes().size() < 2) {
      throw new IllegalArgumentException("target has the classes " + target.classes() + ", at least two are needed");
    }
    SoftmaxObjective j = objective(context, examples);
    Matrix theta = Matrix.zeros(target.classes().size() == 2 ? 1 : target.classes().size(), j.x().cols());
    return state(theta, j.value(theta, j.scores(theta)), target.classes(), 0, "running");
  }

  @Override
  public State step(Context context, Examples examples, State state) {
    SoftmaxObjective j = objective(context, examples);
    List<String> classes = ((Target.Label) examples.target()).classes();
    Matrix theta = state.array("theta").matrix();
    double before = state.real("objective");
    long step = state.integer("step") + 1;
    Matrix p = LogSumExp.softmax(j.scores(theta));
    Matrix gradient = j.gradient(theta, p);
    Matrix direction = direction(context.linalg(), j.hessian(p, theta.rows()), gradient);
    double slope = 0;
    for (int i = 0; i < theta.data().length; i++) {
      slope += gradient.data()[i] * direction.data()[i];
    }
    double t = 1;
    for (int halving = 0; halving <= HALVINGS; halving++, t /= 2) {
      Matrix next = theta.copy();
      for (int i = 0; i < next.data().length; i++) {
        next.data()[i] -= t * direction.data()[i];
      }
      Matrix scores = j.scores(next);
      double after = j.value(next, scores);
      if (after <= before - ARMIJO * t * slope) {
        String outcome = outcome(scores, j.y(), slope / 2 / (1 + after), step);
        return state(next, after, classes, step, outcome);
      }
    }
    // Not even a tiny step lowers the objective by more than rounding hides: this is the minimum.
    return state(theta, before, classes, step, "converged");
  }

  private SoftmaxObjective objective(Context context, Examples examples) {
    return new SoftmaxObjective(context.linalg(), SoftmaxObjective.design(examples.x(), config.intercept()),
        ((Target.Label) examples.target()).values(), config.lambda(), config.intercept());
  }

  private String outcome(Matrix scores, int[] y, double decrease, long step) {
    if (config.lambda() == 0 && separates(scores, y)) {
      return "separable";
    }
    if (decrease <= config.tolerance()) {
      return "converged";
    }
    return step < config.maxSteps() ? "running" : "step limit";
  }

  /** Whether every row's own class has the largest score, alone. */
  private static boolean separates(Matrix scores, int[] y) {
    for (int i = 0; i < y.length; i++) {
      for (int k = 0; k < scores.cols(); k++) {
        if (k != y[i] && scores.get(i, k) >= scores.get(i, y[i])) {
          return false;
        }
      }
    }
    return true;
  }

  /** H^-1 g [F,P], H damped by as little as makes it regular at working precision. */
  private static Matrix direction(LinearAlgebra linalg, Matrix h, Matrix gradient) {
    double largest = 0;
    for (int i = 0; i < h.rows(); i++) {
      largest = Math.max(largest, h.get(i, i));
    }
    for (double damping = 0;; damping = Math.max(1e-14, 100 * damping)) {
      Matrix damped = h.copy();
      for (int i = 0; i < h.rows(); i++) {
        damped.data()[i * h.cols() + i] += largest > 0 ? damping * largest : 1;
      }
      try {
        Matrix d = linalg.cholesky(damped).solve(Matrix.column(gradient.data()));
        return new Matrix(gradient.rows(), gradient.cols(), d.data());
      } catch (SingularMatrixException e) {
        if (damping > 1) {
          throw e;
        }
      }
    }
  }

  private static State state(Matrix theta, double objective, List<String> classes, long step, String outcome) {
    Map<String, Array> arrays = Map.of("theta", Array.of(theta), "objective", Array.of(new double[] {objective}));
    Map<String, Object> scalars = new TreeMap<>(Map.of("step", step, "outcome", outcome));
    ClassNames.putInto(scalars, classes);
    return new State(1, arrays, scalars);
  }

  @Override
  public boolean converged(State state) {
    return !state.text("outcome").equals("running");
  }

  @Override
  public int maxSteps() {
    return config.maxSteps();
  }

  @Override
  public Objective objective(State state) {
    return new Objective("penalised negative log-likelihood", state.real("objective"), false);
  }

  @Override
  public Prediction predict(Context context, State state, Matrix x) {
    Matrix theta = state.array("theta").matrix();
    Examples.requireFeatures(x, theta.cols() - (config.intercept() ? 1 : 0));
    Matrix design = SoftmaxObjective.design(x, config.intercept());
    Matrix p = LogSumExp.softmax(SoftmaxObjective.scores(context.linalg(), design, theta));
    return new Prediction.Label(p, true, ClassNames.of(state));
  }

  /** W and b by class and feature; of two classes only the second has them. */
  @Override
  public Summary summary(State state, Examples examples) {
    Matrix theta = state.array("theta").matrix();
    List<String> classes = ClassNames.of(state);
    List<Summary.Entry> entries = new ArrayList<>();
    for (int k = 0; k < theta.rows(); k++) {
      String name = classes.get(k + classes.size() - theta.rows()) + ": ";
      for (int j = 0; j < theta.cols(); j++) {
        String column = j < examples.features().size() ? examples.features().get(j) : "(intercept)";
        entries.add(new Summary.Entry(name + column, theta.get(k, j), Double.NaN));
      }
    }
    return new Summary("coefficients", entries);
  }

  /** Makes the estimator known as {@code logistic}. */
  @Component(service = EstimatorFactory.class)
  @Name("logistic")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<LogisticRegression> algorithm() {
      return LogisticRegression.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Estimator create(Record config) {
      return new LogisticRegression((Config) config);
    }
  }
}
