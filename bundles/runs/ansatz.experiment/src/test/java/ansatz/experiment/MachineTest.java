package ansatz.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MachineTest {
  @Test
  void anotherMachineOrJavaIsNamed() {
    Map<String, Object> machine = new LinkedHashMap<>(Machine.machine());
    machine.put("cpu", "Abacus 3");
    List<String> lines = Machine.differences(Map.of("machine", machine, "jvm", Machine.jvm()));
    assertEquals("another machine: cpu was Abacus 3, is " + Machine.machine().get("cpu"), lines.getFirst());
    assertEquals(2, lines.size());
  }

  @Test
  void theSameOneIsNot() {
    assertEquals(List.of(), Machine.differences(Map.of("machine", Machine.machine(), "jvm", Machine.jvm())));
  }
}
