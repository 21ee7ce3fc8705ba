package ansatz.bench.race;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.bench.Workload;
import ansatz.bench.Workloads;
import ansatz.tensor.DType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process takes arrays from a file and obeys. */
class RaceTest {
  @Test
  void filesKeepArrays(@TempDir Path folder) throws Exception {
    Workload workload = Workloads.of("W1", DType.F32);
    InputFile.write(folder.resolve("inputs"), workload.inputs());
    var read = InputFile.read(folder.resolve("inputs"));
    assertEquals(workload.inputs().size(), read.size());
    for (int i = 0; i < read.size(); i++) {
      assertTrue(read.get(i).sameBits(workload.inputs().get(i)), "array " + i);
    }
  }

  @Test
  void ourOwnProcessTrainsOnCommand() throws Exception {
    Workload workload = Workloads.of("W1", DType.F32);
    List<Result> results = new Race(1, 0.1, 0.1).run("W1", workload, 3, List.of(Setup.ansatz(1)));
    assertEquals(1, results.size());
    Result result = results.getFirst();
    double[] exact = Race.exactLosses("W1", Workloads.of("W1", DType.F64), 3);
    assertArrayEquals(exact, result.losses(), 1e-4);
    assertTrue(result.rate() > 0 && result.peakKilobytes() > 10_000, result::toString);
    assertTrue(result.about().contains(" 0 nodes outside kernels, by loops written by hand 0,"), result::about);
  }
}
