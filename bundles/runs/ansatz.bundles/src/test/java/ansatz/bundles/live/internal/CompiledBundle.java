package ansatz.bundles.live.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A bundle that is compiled while a test runs. */
public final class CompiledBundle {
  private final String name;
  private final String version;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final List<Path> seen = new ArrayList<>();

  public CompiledBundle(String name, String version) {
    this.name = name;
    this.version = version;
  }

  /** One that offers a {@link java.util.function.Supplier} named like itself; the expression is what it gives. */
  public static CompiledBundle offering(String name, String version, String expression) {
    return new CompiledBundle(name, version).starting(name, """
        context.registerService(java.util.function.Supplier.class, () -> %s,
            new java.util.Hashtable<>(java.util.Map.of("ansatz.name", "%s")));
        """.formatted(expression, name));
  }

  /** With an activator whose start does that. */
  CompiledBundle starting(String root, String statements) {
    header("Bundle-Activator", root + ".Start");
    header("Import-Package", "org.osgi.framework");
    return source(root + ".Start", """
        package %s;
        public final class Start implements org.osgi.framework.BundleActivator {
          public void start(org.osgi.framework.BundleContext context) throws Exception {
            %s
          }
          public void stop(org.osgi.framework.BundleContext context) {}
        }
        """.formatted(root, statements));
  }

  public CompiledBundle source(String type, String text) {
    sources.put(type, text);
    return this;
  }

  public CompiledBundle header(String key, String value) {
    headers.merge(key, value, (one, other) -> one + "," + other);
    return this;
  }

  /** Compiled with another bundle on the class path. */
  public CompiledBundle seeing(Path jar) {
    seen.add(jar);
    return this;
  }

  public Path to(Path folder) throws IOException {
    Path work = Files.createTempDirectory(folder, "compile");
    Path classes = Files.createDirectory(work.resolve("classes"));
    if (!sources.isEmpty()) {
      compile(work, classes);
    }
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", name);
    main.putValue("Bundle-Version", version);
    headers.forEach(main::putValue);
    Path jar = folder.resolve(name + "-" + version + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, entries);
      }
    }
    return jar;
  }

  private void compile(Path work, Path classes) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none", "-cp",
        System.getProperty("java.class.path") + seen.stream().map(jar -> ":" + jar).reduce("", String::concat)));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = work.resolve(source.getKey().replace('.', '/') + ".java");
      Files.createDirectories(file.getParent());
      arguments.add(Files.writeString(file, source.getValue()).toString());
    }
    StringWriter said = new StringWriter();
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    boolean done = javac.getTask(said, null, null, arguments.subList(0, 5), null,
        javac.getStandardFileManager(null, null, null)
            .getJavaFileObjects(arguments.subList(5, arguments.size()).toArray(String[]::new)))
        .call();
    if (!done) {
      throw new AssertionError(said.toString());
    }
  }
}
