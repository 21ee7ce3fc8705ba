package ansatz.itest;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Makes bundles from changed source while tests run, as Maven would: the same compiler options, annotation processor and
 * bnd instructions.
 */
final class Workshop {
  private static final String PROCESSOR = "ansatz.describe.DescribeProcessor";
  private static final List<String> ANNOTATIONS = List.of("org.osgi.annotation.versioning.Version",
      "org.osgi.service.component.annotations.Component", "org.osgi.annotation.bundle.Export",
      "org.osgi.framework.Bundle",
      "org.osgi.service.component.propertytypes.ServiceRanking");

  private final Path folder;
  private int count;

  /** @param folder where sources, classes and jars go */
  Workshop(Path folder) {
    this.folder = folder;
  }

  /** A bundle of the house. */
  Piece bundle(String name) {
    try (Stream<Path> wings = Files.list(Workbench.root().resolve("bundles"))) {
      return new Piece(wings.map(wing -> wing.resolve(name)).filter(Files::isDirectory).findFirst().orElseThrow());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A bundle that lies beside the tests. */
  Piece zoo(String name) {
    return new Piece(Workbench.root().resolve("bundles/quality/ansatz.itest/src/test/zoo").resolve(name));
  }

  /** A bundle to be made: sources, a version, and what is changed in them. */
  final class Piece {
    private final Path home;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, String> instructions = new LinkedHashMap<>();
    private final List<Path> with = new ArrayList<>();
    private String name;
    private String version;

    private Piece(Path home) {
      this.home = home;
      this.name = home.getFileName().toString();
      this.version = pom("version");
      Path java = home.resolve("src/main/java");
      try (Stream<Path> files = Files.walk(java)) {
        files.filter(f -> f.toString().endsWith(".java")).sorted()
            .forEach(f -> sources.put(java.relativize(f).toString(), read(f)));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    Piece version(String other) {
      version = other;
      return this;
    }

    /** Another symbolic name; packages stay. */
    Piece name(String other) {
      name = other;
      return this;
    }

    /** A source file as it is now. */
    String source(String file) {
      return sources.get(path(file));
    }

    /** Leaves a source file out. */
    Piece without(String file) {
      sources.remove(path(file));
      return this;
    }

    private String path(String file) {
      return sources.keySet().stream().filter(p -> p.endsWith("/" + file)).findFirst().orElseThrow();
    }

    /** Puts other text in the place of one that must be there. */
    Piece change(String file, String from, String to) {
      String before = source(file);
      if (!before.contains(from)) {
        throw new AssertionError(file + " does not contain: " + from);
      }
      sources.put(path(file), before.replace(from, to));
      return this;
    }

    /** Renames a package everywhere, folders included. */
    Piece rename(String from, String to) {
      Map<String, String> renamed = new LinkedHashMap<>();
      sources.forEach((path, text) -> renamed.put(path.replace(from.replace('.', '/'), to.replace('.', '/')),
          text.replace(from, to)));
      sources.clear();
      sources.putAll(renamed);
      return this;
    }

    /** A further source file. */
    Piece add(String path, String text) {
      sources.put(path, text);
      return this;
    }

    /** A bnd instruction or manifest header, in the place of what bnd would write. */
    Piece instruct(String header, String value) {
      instructions.put(header, value);
      return this;
    }

    /** A jar whose packages it may see. */
    Piece seeing(Path jar) {
      with.add(jar);
      return this;
    }

    private String pom(String element) {
      return read(home.resolve("pom.xml")).replaceFirst("(?s)<parent>.*</parent>", "")
          .replaceFirst("(?s).*?<" + element + ">([^<]*)<.*", "$1");
    }

    /** Compiles and packs it. */
    Path jar() {
      Path place = folder.resolve(name + "-" + version + "-" + ++count);
      try {
        Path classes = Files.createDirectories(place.resolve("classes"));
        List<Path> classPath = Stream.concat(classPath().stream(), with.stream()).toList();
        compile(place.resolve("src"), classes, classPath);
        return pack(classes, classPath, place.resolve(name + ".jar"));
      } catch (Exception e) {
        throw new AssertionError(name + " " + version + ": " + e, e);
      }
    }

    private void compile(Path src, Path classes, List<Path> classPath) throws IOException {
      List<Path> files = new ArrayList<>();
      for (Map.Entry<String, String> source : sources.entrySet()) {
        Path file = src.resolve(source.getKey());
        Files.createDirectories(file.getParent());
        files.add(Files.writeString(file, source.getValue()));
      }
      JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
      DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
      List<String> options = List.of("--release", "25", "-g", "-parameters", "-d",
          classes.toString(), "-classpath",
          join(classPath), "-processorpath", jarOf(PROCESSOR).toString(), "-processor", PROCESSOR);
      try (StandardJavaFileManager manager = javac.getStandardFileManager(problems, null, StandardCharsets.UTF_8)) {
        if (!javac.getTask(null, manager, problems, options, null, manager.getJavaFileObjectsFromPaths(files)).call()) {
          throw new AssertionError(problems.getDiagnostics().stream().map(Object::toString)
              .collect(Collectors.joining("\n")));
        }
      }
    }

    private Path pack(Path classes, List<Path> classPath, Path jar) throws Exception {
      try (Builder builder = new Builder(); Jar content = new Jar(name, classes.toFile())) {
        Properties properties = new Properties();
        properties.load(new StringReader(houseInstructions()));
        if (Files.exists(home.resolve("bnd.bnd"))) {
          properties.load(new StringReader(read(home.resolve("bnd.bnd"))));
        }
        properties.setProperty("Bundle-SymbolicName", name);
        properties.setProperty("Bundle-Name", name);
        properties.setProperty("Bundle-Version", version);
        properties.setProperty("Bundle-Description", pom("description"));
        properties.putAll(instructions);
        builder.setProperties(properties);
        builder.addClasspath(classes.toFile());
        builder.setJar(content);
        builder.setClasspath(classPath.stream().map(Path::toFile).toArray(File[]::new));
        Jar built = builder.build();
        if (!builder.getErrors().isEmpty()) {
          throw new AssertionError(name + ": " + builder.getErrors());
        }
        built.write(jar.toFile());
        return jar;
      }
    }
  }

  /** The one bnd configuration of the house. */
  private static String houseInstructions() {
    Matcher bnd = Pattern.compile("(?s)<bnd><!\\[CDATA\\[(.*?)\\]\\]></bnd>")
        .matcher(read(Workbench.root().resolve("pom.xml")));
    if (!bnd.find()) {
      throw new AssertionError("the root pom has no bnd configuration");
    }
    return bnd.group(1);
  }

  /** Every bundle of the distribution, and the annotations that are gone at run time. */
  private static List<Path> classPath() throws IOException {
    try (Stream<Path> files = Files.walk(Workbench.dist())) {
      return Stream.concat(files.filter(f -> f.toString().endsWith(".jar")).sorted(),
          ANNOTATIONS.stream().map(Workshop::jarOf)).toList();
    }
  }

  private static Path jarOf(String type) {
    try {
      return Path.of(Class.forName(type).getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (ReflectiveOperationException | java.net.URISyntaxException e) {
      throw new AssertionError(type + " is not on the class path of the tests", e);
    }
  }

  private static String join(List<Path> paths) {
    return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
