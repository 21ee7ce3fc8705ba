package ansatz.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VectorModuleTest {
  @Test
  void itIsResolvedLateAndBelongsToTheJdkAsIfFromTheStart() throws ReflectiveOperationException {
    assertTrue(ModuleLayer.boot().findModule(VectorModule.NAME).isEmpty(), "the options resolve it already");
    VectorModule.load();
    VectorModule.load();
    Class<?> shape = Class.forName("jdk.incubator.vector.VectorShape");
    assertEquals(VectorModule.NAME, shape.getModule().getName());
    assertEquals(null, shape.getClassLoader());
    Object preferred = shape.getMethod("preferredShape").invoke(null);
    assertTrue((int) shape.getMethod("vectorBitSize").invoke(preferred) >= 64);
  }
}
