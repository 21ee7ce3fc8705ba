package ansatz.admission.internal;

import ansatz.tensor.Backend;
import ansatz.testkit.BackendConductContract;
import java.util.List;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("subjects")
class BackendConductInside extends BackendConductContract {
  @Parameter
  Subject<Backend> subject;

  static List<Subject<Backend>> subjects() {
    return Subjects.current().services(Backend.class);
  }

  @Override
  protected Backend backend() {
    return subject.make();
  }
}
