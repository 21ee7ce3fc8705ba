package ansatz.itest;

import ansatz.linalg.LinearAlgebra;
import ansatz.testkit.StrdLinearContract;
import java.util.List;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("offered")
class StrdLinearInside extends StrdLinearContract {
  @Parameter
  Offered<LinearAlgebra> subject;

  static List<Offered<LinearAlgebra>> offered() {
    return Offered.all(LinearAlgebra.class).stream().filter(o -> !o.name().startsWith("counting")).toList();
  }

  @Override
  protected LinearAlgebra linearAlgebra() {
    return subject.service();
  }
}
