package ansatz.itest;

import ansatz.data.Transform;
import ansatz.data.TransformFactory;
import ansatz.learn.Params;
import ansatz.testkit.TransformContract;
import java.util.List;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("offered")
class TransformInside extends TransformContract {
  @Parameter
  Offered<TransformFactory> subject;

  static List<Offered<TransformFactory>> offered() {
    return Offered.all(TransformFactory.class);
  }

  @Override
  protected Transform transform() {
    return subject.service().create(Params.of(subject.service().config()));
  }
}
