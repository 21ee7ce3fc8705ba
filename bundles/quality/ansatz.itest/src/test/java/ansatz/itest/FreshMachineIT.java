package ansatz.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines that differ from the one of whoever wrote this: languages, paths, missing tools, read-only disks. */
class FreshMachineIT {
  @TempDir
  static Path folder;

  private static String script() {
    return Workbench.root().resolve("launcher/ansatz").toString();
  }

  /**
   * Turkish has another lower case of I, Chatham is 12 h 45 min ahead of UTC; called through a link, from elsewhere. A
   * shell makes the files: this virtual machine cannot name them where its own locale is plain C.
   */
  @Test
  void anotherLanguageTimeZoneAndPathsWithSpacesChangeNothing() throws IOException {
    Path shell = Files.writeString(folder.resolve("elsewhere.sh"), """
        set -eu
        place="$PLACE/Früh stück Ångström"
        mkdir "$place"
        cd "$place"
        printf '%s\n' 'Iİı,größe' 1,2.5 2,3.5 3,5 4,5.5 5,7 6,8 > größe.csv
        cat > 'versuch 1.yaml' <<'END'
        name: İstanbul
        data: {file: größe.csv, target: größe}
        fit:
          validation: {kind: k-fold, folds: 3}
          models: {ridge: {lambda: 1, solver: primal}}
        metrics: [rmse, mae]
        END
        export ANSATZ_HOME="$place/mein Heim"
        "$SCRIPT" run 'versuch 1.yaml' model.lambda=1e-1 > calm.txt
        ln -s "$SCRIPT" 'ansatz link'
        trap 'rm "$place/ansatz link"' EXIT
        export LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8 TZ=Pacific/Chatham
        './ansatz link' run 'versuch 1.yaml' model.lambda=1e-1
        './ansatz link' show @last
        cd "$ANSATZ_HOME/runs"
        set -- *
        echo $# runs
        for file in result.json metrics.csv ledger.json; do cmp "$1/$file" "$2/$file"; done
        test -s "$2/report.html"
        """);
    Workbench bench = new Workbench(folder.resolve("unused"));
    Workbench.Result result = bench.run(Map.of("PLACE", folder.toString(), "SCRIPT", script()),
        List.of("bash", shell.toString()));
    assertEquals(0, result.code(), result.out() + result.err());
    assertTrue(result.out().contains("\nridge "), result.out());
    assertTrue(result.out().contains("/Früh stück Ångström/mein Heim/runs/"), result.out());
    assertTrue(result.out().contains("\nexperiment    İstanbul from "), result.out());
    assertTrue(result.out().endsWith("\n2 runs\n"), result.out());
  }

  @Test
  void theDistributionMayBeReadOnly() throws Exception {
    Namespace.assumePrivateMounts();
    Workbench bench = new Workbench(folder.resolve("of-read-only"));
    Workbench.Result run = bench.run(Map.of("DIST", Workbench.dist().toString(), "SCRIPT", script()),
        Namespace.withPrivateMounts("""
            mount --bind "$DIST" "$DIST" && mount -o remount,bind,ro "$DIST" || exit 99
            ! touch "$DIST/bundles/probe" 2> /dev/null || exit 98
            "$SCRIPT" run config/experiments/iris-mixture.yaml report=false
            """));
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("gaussian-mixture"), run.out());
  }

  @Test
  void whatIsMissingIsNamedWithItsCure() throws IOException {
    Path tree = Files.createDirectories(folder.resolve("fresh clone/launcher"));
    Path copy = Files.copy(Path.of(script()), tree.resolve("ansatz"));
    Path tools = tools("bash", "dirname", "readlink", "find", "mkdir", "flock", "rm", "touch");
    Workbench bench = new Workbench(folder.resolve("unused"));
    String jdk = System.getProperty("java.home");

    Workbench.Result noMaven = bench.run(Map.of("ANSATZ_DIST", "", "PATH", tools.toString(), "ANSATZ_JAVA_HOME", jdk),
        List.of(copy.toString(), "list"));
    assertRefused("error build: no mvn here — install Maven 3.8 or later (Debian/Ubuntu: apt install maven), or set "
        + "ANSATZ_DIST to a finished distribution\n", noMaven);

    Workbench.Result wrongJdk = bench.run(Map.of("ANSATZ_JAVA_HOME", "/nonexistent"), List.of(script(), "list"));
    assertRefused("error java: ANSATZ_JAVA_HOME=/nonexistent is not a JDK 25 — point it to one or unset it\n",
        wrongJdk);

    Workbench.Result noDist = bench.run(Map.of("ANSATZ_DIST", "/nonexistent"), List.of(script(), "list"));
    assertRefused("error start: ANSATZ_DIST=/nonexistent is not a folder\n", noDist);
  }

  @Test
  void aMachineWithoutTheJdkIsToldWhatToInstall() throws Exception {
    Namespace.assumePrivateMounts();
    Workbench bench = new Workbench(folder.resolve("unused"));
    Workbench.Result result = bench.run(
        Map.of("SCRIPT", script(), "HOME", folder.toString(), "JAVA_HOME", "", "TOOLS", tools("dirname", "readlink")
            .toString()),
        Namespace.withPrivateMounts("""
            for place in /usr/lib/jvm /opt; do [ ! -d $place ] || mount -t tmpfs tmpfs $place || exit 99; done
            PATH=$TOOLS "$BASH" "$SCRIPT" list
            """));
    assertEquals(1, result.code());
    assertTrue(result.err().startsWith("error java: no JDK 25 here — install one ("), result.err());
    assertTrue(result.err().endsWith("or set ANSATZ_JAVA_HOME\n"), result.err());
  }

  /** Nobody, not even root, makes folders in /proc. */
  @Test
  void aHomeThatCannotBeWrittenIsNamed() {
    Workbench bench = new Workbench(Path.of("/proc/ansatz"));
    Workbench.Result run = bench.ansatz(Map.of("ANSATZ_NATIVES", ""), "run", "config/experiments/iris-mixture.yaml");
    assertEquals("", run.out());
    assertTrue(run.err().contains("/proc/ansatz") && run.err().contains("ANSATZ_HOME"), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertEquals(1, run.code());
    assertEquals(0, bench.ansatz("list", "metric").code(), "what needs no home does not ask for one");
  }

  private static void assertRefused(String message, Workbench.Result result) {
    assertEquals(message, result.err());
    assertEquals("", result.out());
    assertEquals(1, result.code());
  }

  /** A folder for PATH with nothing but these. */
  private static Path tools(String... names) throws IOException {
    Path tools = Files.createTempDirectory(folder, "tools");
    for (String name : names) {
      for (String place : System.getenv("PATH").split(":")) {
        Path tool = Path.of(place, name);
        if (Files.isExecutable(tool) && !Files.exists(tools.resolve(name))) {
          Path stand = Files.writeString(tools.resolve(name), "#!/bin/sh\nexec " + tool + " \"$@\"\n");
          Files.setPosixFilePermissions(stand, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
      }
    }
    return tools;
  }
}
