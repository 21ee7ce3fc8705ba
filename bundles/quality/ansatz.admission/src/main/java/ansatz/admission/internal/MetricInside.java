package ansatz.admission.internal;

import ansatz.learn.Metric;
import ansatz.learn.MetricFactory;
import ansatz.testkit.MetricContract;
import java.util.List;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("subjects")
class MetricInside extends MetricContract {
  @Parameter
  Subject<Metric> subject;

  static List<Subject<Metric>> subjects() {
    return Subjects.current().parts(MetricFactory.class);
  }

  @Override
  protected Metric metric() {
    return subject.make();
  }
}
