package ansatz.runner.config.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentReaderTest {
  @TempDir
  Path folder;

  private Map<String, Object> read(String text) throws IOException {
    return ExperimentReader.read(Files.writeString(folder.resolve("x.yaml"), text));
  }

  private String refusal(String text) {
    return assertThrows(ConfigException.class, () -> read(text)).getMessage().replace(folder + "/", "");
  }

  @Test
  void readsYaml12() throws IOException {
    assertEquals(Map.of("answer", "no", "time", "12:30:45", "small", 1e-3),
        read("answer: no\ntime: 12:30:45\nsmall: 1e-3\n"));
  }

  @Test
  void aDuplicateKeyIsNamedWithItsLine() {
    assertEquals("x.yaml:2: key 'seed' stands twice in the same map — remove or rename one of them",
        refusal("seed: 1\nseed: 2\n"));
  }

  @Test
  void brokenYamlIsNamedWithItsLine() {
    String text = refusal("name: x\ndata: {sample: [iris}\n");
    assertTrue(text.startsWith("x.yaml:2: not valid YAML: "), text);
  }

  @Test
  void aMissingFileComesWithTheNearestName() throws IOException {
    Files.writeString(folder.resolve("diabetes.yaml"), "");
    Path missing = folder.resolve("diabtes.yaml");
    String text = assertThrows(ConfigException.class, () -> ExperimentReader.read(missing)).getMessage();
    assertEquals(missing + ": no such file — did you mean '" + folder.resolve("diabetes.yaml") + "'?", text);
  }

  @Test
  void extendsMergesMapsAndReplacesTheRest() throws IOException {
    Files.writeString(folder.resolve("base.yaml"), "a: {x: 1, y: 2}\nb: [1, 2]\nc: 3\n");
    assertEquals(Map.of("a", Map.of("x", 1, "y", 5), "b", List.of(9)),
        read("extends: base.yaml\na: {y: 5}\nb: [9]\nc: null\n"));
  }

  @Test
  void nullStaysWhereTheBaseHasNoSuchKey() throws IOException {
    Files.writeString(folder.resolve("base.yaml"), "models: {ols: {}}\n");
    Map<?, ?> models = (Map<?, ?>) read("extends: base.yaml\nmodels: {ridge: , ols: null}\n").get("models");
    assertEquals(Set.of("ridge"), models.keySet());
    assertNull(models.get("ridge"));
  }

  @Test
  void aDataFileIsSeenFromTheFolderOfTheFileThatNamesIt() throws IOException {
    Path other = Files.createDirectories(folder.resolve("shared"));
    Files.writeString(other.resolve("base.yaml"), "data: {file: table.csv, target: y}\n");
    assertEquals(Map.of("data", Map.of("file", other.resolve("table.csv").toString(), "target", "z")),
        read("extends: shared/base.yaml\ndata: {target: z}\n"));
    assertEquals(Map.of("data", Map.of("file", folder.resolve("own.csv").toString(), "target", "y")),
        read("extends: shared/base.yaml\ndata: {file: own.csv}\n"));
  }

  @Test
  void whatCannotBeAFileNameIsRefused() {
    assertTrue(refusal("data: {file: \"a\\0b\"}\n").startsWith("data.file = 'a?b' cannot be a file name"));
    assertTrue(refusal("extends: \"a\\0b\"\n").startsWith("x.yaml: 'extends' = 'a?b' cannot be a file name"));
  }

  @Test
  void aCircleOfExtendsIsRefused() {
    assertTrue(refusal("extends: x.yaml\n").contains("goes in a circle"));
  }

  @Test
  void bombsOfAliasesAreRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 60; i++) {
      bomb.append("a").append(i).append(": &a").append(i).append(" [*a").append(i - 1).append(", *a").append(i - 1)
          .append("]\n");
    }
    assertTrue(refusal(bomb.toString()).contains("not valid YAML"));
  }

  @Test
  void nestingThatExhaustsTheStackIsRefused() {
    String text = refusal("notes: " + "[".repeat(200_000) + "]".repeat(200_000) + "\n");
    assertTrue(text.startsWith("x.yaml: maps or lists stand too deep in one another"), text);
  }
}
