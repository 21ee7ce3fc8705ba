package ansatz.admission.internal;

import ansatz.linalg.LinearAlgebra;
import ansatz.testkit.LinearAlgebraContract;
import java.util.List;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("subjects")
class LinearAlgebraInside extends LinearAlgebraContract {
  @Parameter
  Subject<LinearAlgebra> subject;

  static List<Subject<LinearAlgebra>> subjects() {
    return Subjects.current().services(LinearAlgebra.class);
  }

  @Override
  protected LinearAlgebra linearAlgebra() {
    return subject.make();
  }
}
