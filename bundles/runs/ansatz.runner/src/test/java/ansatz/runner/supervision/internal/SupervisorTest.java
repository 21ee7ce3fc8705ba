package ansatz.runner.supervision.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.Disk;
import ansatz.experiment.RunException;
import ansatz.experiment.Trees;
import ansatz.runner.control.internal.PlainBoundary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
  @TempDir
  Path folder;

  private final Supervisor.Culprit culprit = new Supervisor.Culprit("linalg", "blas@1.0.1",
      PlainBoundary.source("zoo", "1.0.1"), 413, "has not ended for 31 s");
  private final List<String> left = new ArrayList<>();
  private final Map<String, String> before = new HashMap<>();
  private RuntimeException failure;

  private final Supervisor.Exit exit = new Supervisor.Exit() {
    @Override
    public void replace(List<String> command, Map<String, String> environment) {
      assertTrue(Files.exists(folder.resolve(Supervisor.FILE)), "the decision is written down first");
      assertEquals("413 linalg", environment.get(Supervisor.RESTARTED));
      assertEquals(System.getProperty("java.home"), environment.get("ANSATZ_JAVA_HOME"));
      if (failure != null) {
        throw failure;
      }
      left.add(String.join(" ", command.subList(1, command.size())));
    }

    @Override
    public void halt(int code) {
      left.add("halt " + code);
    }
  };

  private Supervisor supervisor() {
    return new Supervisor(new PlainBoundary().row(), folder, Disk.SYSTEM, exit);
  }

  @BeforeEach
  void aScript() throws IOException {
    for (String name : List.of("ansatz.command", "ansatz.home")) {
      before.put(name, System.getProperty(name));
    }
    Path script = Files.writeString(folder.resolve("ansatz"), "#!/bin/sh\n");
    assertTrue(script.toFile().setExecutable(true));
    System.setProperty("ansatz.command", script.toString());
    System.setProperty("ansatz.home", "/home of/me");
  }

  @AfterEach
  void asBefore() {
    before.forEach((name, value) -> {
      if (value == null) {
        System.clearProperty(name);
      } else {
        System.setProperty(name, value);
      }
    });
  }

  @Test
  void theDecisionIsDurableThenTheProcessStartsAnewOnce() throws IOException {
    Supervisor supervisor = supervisor();
    assertFalse(supervisor.acts());
    supervisor.restart(culprit);
    supervisor.restart(culprit);
    supervisor.fail("later");
    assertTrue(supervisor.acts());
    assertEquals(List.of("resume r-1 --home /home of/me"), left);
    assertEquals(
        Map.of("slot", "linalg", "part", "blas@1.0.1", "bundle", "zoo", "version", "1.0.1", "reason",
            "has not ended for 31 s", "step", 413),
        Trees.fromJson(Files.readAllBytes(folder.resolve(Supervisor.FILE))));
    assertEquals("linalg", Restart.read(folder, Disk.SYSTEM).orElseThrow().slot());
  }

  @Test
  void withoutAScriptOrWhenRefusedTheProcessEndsAndTheDecisionStays() {
    System.setProperty("ansatz.command", folder.resolve("nowhere").toString());
    supervisor().restart(culprit);
    System.setProperty("ansatz.command", folder.resolve("ansatz").toString());
    failure = new RunException("the operating system refuses");
    supervisor().restart(culprit);
    assertEquals(List.of("halt 1", "halt 1"), left);
    assertTrue(Files.exists(folder.resolve(Supervisor.FILE)));
  }

  @Test
  void whatCannotBeWrittenDownIsNotActedOn() {
    new Supervisor(new PlainBoundary().row(), folder.resolve("gone"), Disk.SYSTEM, exit).restart(culprit);
    assertEquals(List.of("halt 1"), left);
  }

  @Test
  void optionsOfTheWholeCommandLineStay() {
    List<String> java = List.of("@jvm.options", "-cp", "lib", "ansatz.launcher.Main");
    assertEquals(List.of("/bin/ansatz", "--json", "--color=never", "resume", "r-1", "--home", "/h"),
        Supervisor.command(Path.of("/bin/ansatz"), "r-1", "/h",
            with(java, "run", "--json", "a.yaml", "--color", "never",
                "seed=2", "--home", "/h")));
    assertEquals(List.of("/bin/ansatz", "--color=always", "--safe", "resume", "r-1"), Supervisor.command(
        Path.of("/bin/ansatz"), "r-1", null,
        with(java, "resume", "--color=always", "--safe", "@last", "--", "--json")));
    assertEquals(List.of("/bin/ansatz", "resume", "r-1"),
        Supervisor.command(Path.of("/bin/ansatz"), "r-1", null, List.of()));
  }

  private static List<String> with(List<String> words, String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return all;
  }
}
