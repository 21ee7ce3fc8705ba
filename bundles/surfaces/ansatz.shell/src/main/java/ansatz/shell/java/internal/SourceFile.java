package ansatz.shell.java.internal;

import ansatz.experiment.ConfigException;
import ansatz.experiment.RunException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A Java program in one file, compiled and run in this process, as {@code java FILE.java} does it in one of its own. */
final class SourceFile {
  private final Path file;

  SourceFile(Path file) {
    this.file = file;
  }

  /**
   * Compiles it and calls {@code main} of its class.
   *
   * @throws ConfigException for what the compiler refuses
   */
  void run(BundleClasses bundles, String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("java");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, bundles)) {
      compile(folder, bundles.path());
      thread.setContextClassLoader(loader);
      main(folder, loader).invoke(null, (Object) arguments);
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case Exception cause -> throw cause;
        case Error cause -> throw cause;
        default -> throw e;
      }
    } finally {
      thread.setContextClassLoader(before);
      delete(folder);
    }
  }

  private void compile(Path folder, String path) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    boolean compiled;
    try (StandardJavaFileManager files = compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8)) {
      compiled = compiler.getTask(null, files, found, List.of("-d", folder.toString(), "-cp", path, "-proc:none"), null,
          files.getJavaFileObjects(file)).call();
    }
    if (!compiled) {
      throw new ConfigException(found.getDiagnostics().stream().filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
          .map(d -> file + ":" + d.getLineNumber() + ": " + CompilerMessage.of(d.getMessage(Locale.ROOT)))
          .findFirst().orElse(file + ": does not compile"));
    }
  }

  /** The class named like the file, else the first that has such a method. */
  private Method main(Path folder, ClassLoader loader) throws IOException, ClassNotFoundException {
    String own = file.getFileName().toString().replaceFirst("\\.java$", "");
    List<String> names;
    try (Stream<Path> classes = Files.walk(folder)) {
      names = classes.map(c -> folder.relativize(c).toString()).filter(c -> c.endsWith(".class"))
          .map(c -> c.substring(0, c.length() - 6).replace('/', '.')).sorted().toList();
    }
    for (String name : Stream.concat(names.stream().filter(n -> n.equals(own) || n.endsWith("." + own)), names.stream())
        .toList()) {
      try {
        Method main = loader.loadClass(name).getMethod("main", String[].class);
        main.setAccessible(true); // its class need not be public
        return main;
      } catch (NoSuchMethodException _) {
        continue;
      }
    }
    throw new ConfigException(file + ": no class has a method public static void main(String[])");
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(path -> {
        try {
          Files.delete(path);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    } catch (IOException | UncheckedIOException e) {
      throw new RunException("cannot remove " + folder + ": " + e.getMessage(), e);
    }
  }
}
