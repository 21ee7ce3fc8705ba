package ansatz.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.launcher.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What took openHAB down: a jar that is copied over itself again and again while it is in use. Here nothing watches the
 * file, so that it is started exactly once in each process, by the process's own decision.
 */
class OpenHabIT {
  private static final int TIMES = 100;
  private static final String STARTED = "zoo.started";

  @TempDir
  Path folder;

  @Test
  void theSameJarAHundredTimesIsActivatedOnce() throws Exception {
    Workbench bench = new Workbench(folder.resolve("home"));
    Path jar = jar();
    Path copy = Files.copy(jar, folder.resolve("copy.jar"));
    assertCode(bench.ansatz("bundle", "install", jar.toString()));
    assertCode(bench.ansatz("bundle", "promote", "zoo.descent@1.0.0"));
    Path inRun = folder.resolve("in-run.txt");
    Path here = folder.resolve("here.txt");
    System.setProperty(STARTED, here.toString());
    Map<String, String> environment = Workbench.options("-D" + STARTED + "=" + inRun);
    try (
        Study study = Study.start(bench, environment, "run", ZooHome.experiment(folder), "model.steps=10000",
            "model.pause=100");
        Host host = bench.boot()) {
      for (int i = 0; i < TIMES; i++) {
        Files.copy(copy, jar, StandardCopyOption.REPLACE_EXISTING);
        assertEquals(0, host.commandLine().applyAsInt(new String[] {"bundle", "install", jar.toString()}));
      }
      study.awaitStep(study.step() + 10);
      assertEquals(List.of(String.valueOf(study.pid())), Files.readAllLines(inRun));
    } finally {
      System.clearProperty(STARTED);
    }
    assertEquals(List.of(String.valueOf(ProcessHandle.current().pid())), Files.readAllLines(here));
    String list = bench.ansatz("bundle", "list", "--json").out();
    assertEquals(2, list.split("zoo\\.descent", -1).length, list);
    System.out.println("installed and copied over itself " + TIMES + " times, activated once in each of 2 processes");
  }

  /** Whoever starts it writes its process id into the file that the property names. */
  private Path jar() throws IOException {
    Path made = new Workshop(folder.resolve("workshop")).zoo("zoo.descent")
        .instruct("Bundle-Activator", "zoo.descent.Start").add("zoo/descent/Start.java", """
            package zoo.descent;

            import java.nio.file.Files;
            import java.nio.file.Path;
            import java.nio.file.StandardOpenOption;

            public final class Start implements org.osgi.framework.BundleActivator {
              @Override
              public void start(org.osgi.framework.BundleContext context) throws java.io.IOException {
                String file = System.getProperty("%s");
                if (file != null) {
                  Files.writeString(Path.of(file), ProcessHandle.current().pid() + "\\n", StandardOpenOption.CREATE,
                      StandardOpenOption.APPEND);
                }
              }

              @Override
              public void stop(org.osgi.framework.BundleContext context) {}
            }
            """.formatted(STARTED)).jar();
    return Files.copy(made, folder.resolve("zoo.descent.jar"));
  }

  private static void assertCode(Workbench.Result result) {
    assertEquals(0, result.code(), result.out() + result.err());
    assertTrue(result.err().isEmpty() || !result.err().startsWith("error"), result.err());
  }
}
