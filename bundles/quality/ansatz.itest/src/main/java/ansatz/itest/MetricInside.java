package ansatz.itest;

import ansatz.learn.Metric;
import ansatz.learn.MetricFactory;
import ansatz.learn.Params;
import ansatz.testkit.MetricContract;
import java.util.List;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("offered")
class MetricInside extends MetricContract {
  @Parameter
  Offered<MetricFactory> subject;

  static List<Offered<MetricFactory>> offered() {
    return Offered.all(MetricFactory.class);
  }

  @Override
  protected Metric metric() {
    return subject.service().create(Params.of(subject.service().config()));
  }
}
