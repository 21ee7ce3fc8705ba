package ansatz.shell.java.internal;

import ansatz.bundles.LiveBundles;
import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.experiment.ConfigException;
import ansatz.tensor.Backend;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ansatz java [FILE [ARGUMENT...]]}: Java with tensors and backends at hand. */
@Component(service = Subcommand.class, scope = ServiceScope.PROTOTYPE)
@Command(name = "java", description = "run a Java program on the workbench's tensors, or evaluate expressions",
    footer = {"", "  ansatz java Train.java", "  echo 'Tensor.arange(DType.F32, 6).reshape(2, 3)' | ansatz java"})
public final class JavaCommand implements Subcommand {
  @Parameters(index = "0", arity = "0..1", paramLabel = "FILE",
      description = "a program in one file; else lines are read")
  private Path file;

  @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "for the program's main")
  private String[] arguments = {};

  @Override
  public int run(Session session) throws Exception {
    if (file != null && (Files.isDirectory(file) || !Files.isReadable(file))) {
      throw new ConfigException(file + ": no such file");
    }
    session.parts(Backend.class); // starts the parts, and holds them while code of theirs is used
    BundleContext context = FrameworkUtil.getBundle(JavaCommand.class).getBundleContext();
    BundleClasses bundles = new BundleClasses(context, session.platform(LiveBundles.class));
    PrintStream out = System.out;
    PrintStream err = System.err;
    System.setOut(session.out());
    System.setErr(session.err());
    try {
      if (file != null) {
        new SourceFile(file).run(bundles, arguments);
        return 0;
      }
      try (Expressions expressions = new Expressions(bundles, session.out(), session.err())) {
        Console console = System.console();
        return console != null && console.isTerminal() ? ask(console, expressions) : read(expressions);
      }
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** Until Ctrl-D: what fails is said, and the next line is asked for. */
  private static int ask(Console console, Expressions expressions) {
    String line = console.readLine("java> ");
    while (line != null) {
      expressions.line(line);
      line = console.readLine(expressions.isOpen() ? "  ... " : "java> ");
    }
    console.printf("%n");
    return 0;
  }

  private static int read(Expressions expressions) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!expressions.line(line)) {
        return 1;
      }
    }
    if (expressions.isOpen()) {
      System.err.println("error java: the input ends within an expression");
      return 1;
    }
    return 0;
  }
}
