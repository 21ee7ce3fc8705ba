package ansatz.admission.internal;

import ansatz.data.Transform;
import ansatz.data.TransformFactory;
import ansatz.testkit.TransformContract;
import java.util.List;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("subjects")
class TransformInside extends TransformContract {
  @Parameter
  Subject<Transform> subject;

  static List<Subject<Transform>> subjects() {
    return Subjects.current().parts(TransformFactory.class);
  }

  @Override
  protected Transform transform() {
    return subject.make();
  }
}
