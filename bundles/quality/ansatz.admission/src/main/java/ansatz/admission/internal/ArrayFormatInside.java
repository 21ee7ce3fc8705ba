package ansatz.admission.internal;

import ansatz.data.ArrayFormat;
import ansatz.testkit.ArrayFormatContract;
import java.util.List;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("subjects")
class ArrayFormatInside extends ArrayFormatContract {
  @Parameter
  Subject<ArrayFormat> subject;

  static List<Subject<ArrayFormat>> subjects() {
    return Subjects.current().services(ArrayFormat.class);
  }

  @Override
  protected ArrayFormat format() {
    return subject.make();
  }
}
