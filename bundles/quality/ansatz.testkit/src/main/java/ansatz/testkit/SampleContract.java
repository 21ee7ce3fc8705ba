package ansatz.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ansatz.data.Dataset;
import ansatz.data.Sample;
import org.junit.jupiter.api.Test;

/** What holds for every {@link Sample}, besides the rules of every data set. */
public abstract class SampleContract extends DatasetContract {
  /** The sample. */
  protected abstract Sample sample();

  @Override
  protected final Dataset dataset() {
    return sample().load();
  }

  @Test
  final void D8_itIsDescribedInALine() {
    assertFalse(sample().description().isBlank(), "it has no description");
    assertEquals(1, sample().description().lines().count(), "the description has more than one line");
  }

  @Test
  final void D9_itSaysWhereItIsFrom() {
    assertFalse(dataset().notes().isBlank(), "the notes say neither origin nor licence");
  }
}
