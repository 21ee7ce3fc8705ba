package ansatz.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
  @TempDir
  Path folder;

  @Test
  void whatIsWrittenIsRead() throws Exception {
    List<Replacement.Planned> plan = List.of(
        new Replacement.Planned(0, new Replacement("linalg", "jblas@1.0.0", false, "ada", "")),
        new Replacement.Planned(12, new Replacement("model.em", "em@1.0.1", true, "bob", "faster"),
            Swap.Kind.ROLLED_BACK));
    Path file = Files.write(folder.resolve("plan.json"), Plan.json(plan));
    assertEquals(plan, Plan.read(file));
  }

  @Test
  void whatIsNoPlanIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("plan.json"), "{\"plan\":[{\"step\":1,\"slot\":\"linalg\"}]}");
    assertTrue(assertThrows(ConfigException.class, () -> Plan.read(file)).getMessage()
        .endsWith("plan.json: entry 1 of the plan needs step, slot and part"));
    Files.writeString(file, "[]");
    assertTrue(assertThrows(ConfigException.class, () -> Plan.read(file)).getMessage().contains("cannot be read"));
    Files.writeString(file, "{}");
    assertTrue(assertThrows(ConfigException.class, () -> Plan.read(file)).getMessage().contains("no list 'plan'"));
  }
}
