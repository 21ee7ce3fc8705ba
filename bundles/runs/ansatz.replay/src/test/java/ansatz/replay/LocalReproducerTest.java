package ansatz.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.data.files.Safetensors;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunFolder;
import ansatz.experiment.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalReproducerTest {
  @TempDir
  Path folder;

  private String refusal(RunState state) {
    LocalReproducer reproducer = new LocalReproducer(
        _ -> MadeUpRuns.run(state, folder, Map.of(), Map.of(), List.of(), List.of(), List.of()), new Safetensors());
    return assertThrows(RefusedException.class, () -> reproducer.reproduce("@last", false, _ -> {})).getMessage();
  }

  @Test
  void anUnfinishedRunIsResumedFirst() {
    assertEquals("run brave-otter-7 is not finished: resume it first: ansatz resume brave-otter-7",
        refusal(RunState.CRASHED));
    assertEquals("run brave-otter-7 is not finished: wait for its end", refusal(RunState.RUNNING));
  }

  @Test
  void aChangedConfigurationIsRefused() throws Exception {
    Files.writeString(folder.resolve(RunFolder.CONFIG), "name: other\n");
    assertTrue(refusal(RunState.FINISHED).contains("has been changed since the run started"));
  }
}
