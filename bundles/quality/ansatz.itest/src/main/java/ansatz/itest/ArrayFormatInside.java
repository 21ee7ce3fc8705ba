package ansatz.itest;

import ansatz.data.ArrayFormat;
import ansatz.testkit.ArrayFormatContract;
import java.util.List;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("offered")
class ArrayFormatInside extends ArrayFormatContract {
  @Parameter
  Offered<ArrayFormat> subject;

  static List<Offered<ArrayFormat>> offered() {
    return Offered.all(ArrayFormat.class);
  }

  @Override
  protected ArrayFormat format() {
    return subject.service();
  }
}
