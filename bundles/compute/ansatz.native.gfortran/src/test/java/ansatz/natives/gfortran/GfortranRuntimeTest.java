package ansatz.natives.gfortran;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class GfortranRuntimeTest {
  @Test
  void theProcessMapsOurLibraries() throws IOException {
    GfortranRuntime.load();
    GfortranRuntime.load();
    List<String> maps = Files.readAllLines(Path.of("/proc/self/maps"));
    String folder = NativeLibrary.folder().toRealPath().toString();
    for (String name : List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5")) {
      assertTrue(maps.stream().anyMatch(line -> line.contains(folder) && line.endsWith("/" + name)),
          () -> name + " of " + folder + " is not mapped:\n" + String.join("\n", maps));
    }
  }
}
