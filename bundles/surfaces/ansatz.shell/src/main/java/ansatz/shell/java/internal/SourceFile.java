package ansatz.shell.java.internal;

import ansatz.experiment.ConfigException;
import ansatz.experiment.RunException;
import ansatz.tensor.Session;
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
import java.util.Optional;
import java.util.stream.Collectors;
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
   * @param session how its tensors are computed
   * @throws ConfigException for what the compiler refuses
   */
  void run(BundleClasses bundles, Session session, String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("java");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, bundles)) {
      compile(folder, bundles.path());
      thread.setContextClassLoader(loader);
      Method main = main(folder, loader);
      switch (session.enter(() -> call(main, arguments)).orElse(null)) {
        case null -> {
        }
        case Error thrown -> throw thrown;
        case Exception thrown -> throw thrown;
        case Throwable thrown -> throw new InvocationTargetException(thrown);
      }
    } finally {
      thread.setContextClassLoader(before);
      delete(folder);
    }
  }

  /** What the program threw. */
  private static Optional<Throwable> call(Method main, String[] arguments) {
    try {
      main.invoke(null, (Object) arguments);
      return Optional.empty();
    } catch (InvocationTargetException e) {
      return Optional.of(e.getCause());
    } catch (IllegalAccessException e) {
      return Optional.of(e);
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
      String errors = found.getDiagnostics().stream().filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
          .map(d -> "error " + file + ":" + d.getLineNumber() + ": " + CompilerMessage.of(d.getMessage(Locale.ROOT)))
          .collect(Collectors.joining("\n"));
      throw new ConfigException(errors.isEmpty() ? file + ": does not compile" : errors);
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
