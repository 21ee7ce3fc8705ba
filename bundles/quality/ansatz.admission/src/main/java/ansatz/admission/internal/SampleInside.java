package ansatz.admission.internal;

import ansatz.data.Sample;
import ansatz.testkit.SampleContract;
import java.util.List;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("subjects")
class SampleInside extends SampleContract {
  @Parameter
  Subject<Sample> subject;

  static List<Subject<Sample>> subjects() {
    return Subjects.current().services(Sample.class);
  }

  @Override
  protected Sample sample() {
    return subject.make();
  }
}
