package ansatz.shell.java.internal;

import ansatz.bundles.LiveBundles;
import ansatz.cli.Part;
import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.experiment.ConfigException;
import ansatz.linalg.LinearAlgebra;
import ansatz.tensor.Backend;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ansatz java [FILE [ARGUMENT...]]}: Java with tensors and backends at hand. */
@Component(service = Subcommand.class, scope = ServiceScope.PROTOTYPE)
@Command(name = "java", description = "run a Java program on the workbench's tensors, or evaluate expressions",
    footer = {"", "  ansatz java Train.java", "  echo 'Tensor.arange(DType.F32, 6).reshape(2, 3)' | ansatz java", "",
      "From a pipe it stops at the first error, with status 1."})
public final class JavaCommand implements Subcommand {
  private static final String BANNER = "ansatz.tensor.* and java.util.* are imported, e.g. Tensor.arange(DType.F32, 6)"
      + ".reshape(2, 3).sum(0); help tells more, Ctrl-D ends";
  private static final String HELP = """
      Java, line by line; ansatz.tensor.* and java.util.* are imported, backend("jvm") is a backend.
        Tensor a = Tensor.of(new double[][] {{2, 1}, {1, 3}})
        Linalg.eigh(a)
        Transforms.grad(x -> x.mul(x).sum()).apply(a)
      The values of expressions are printed in numbers, tensors in lists, records and arrays too. Elsewhere a tensor
      that was not computed prints as the operation whose result it is: System.out.println(a.add(1).eval()) computes it.
      eval() computes by plain loops; by a backend, with factorisations:
        Session jvm = Session.of(backend("jvm"),
            CompileOptions.DEFAULT.withLinearAlgebra(new ansatz.linalg.openblas.OpenBlasLinearAlgebra()))
        jvm.enter(() -> Linalg.inv(a).eval())
      exit, quit or Ctrl-D ends.""";
  private static final Set<String> LEAVING = Set.of("exit", "quit", "/exit");
  private static final Set<String> ASKING = Set.of("help", "/help");

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
    PlainLoops loops = new PlainLoops(
        session.parts(LinearAlgebra.class).stream().findFirst().map(Part::service).orElse(null));
    PrintStream out = System.out;
    PrintStream err = System.err;
    System.setOut(session.out());
    System.setErr(session.err());
    try {
      if (file != null) {
        new SourceFile(file).run(bundles, loops, arguments);
        return 0;
      }
      try (Expressions expressions = new Expressions(bundles, bundles.path(), loops, session.out(), session.err())) {
        Console console = System.console();
        return console != null && console.isTerminal()
            ? ask(console, expressions, session.out())
            : read(expressions, session.out());
      }
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** Until Ctrl-D or {@code exit}: what fails is said, and the next line is asked for. */
  private static int ask(Console console, Expressions expressions, PrintStream out) {
    console.printf("%s%n", BANNER);
    String line = console.readLine("java> ");
    while (line != null && !ends(line, expressions)) {
      answer(line, expressions, out);
      line = console.readLine(expressions.isOpen() ? "  ... " : "java> ");
    }
    if (line == null) {
      console.printf("%n");
    }
    return 0;
  }

  private static int read(Expressions expressions, PrintStream out) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = lines.readLine();
    while (line != null && !ends(line, expressions)) {
      if (!answer(line, expressions, out)) {
        return 1;
      }
      line = lines.readLine();
    }
    if (expressions.isOpen()) {
      System.err.println("error java: the input ends within an expression");
      return 1;
    }
    return 0;
  }

  private static boolean ends(String line, Expressions expressions) {
    return !expressions.isOpen() && LEAVING.contains(line.strip());
  }

  private static boolean answer(String line, Expressions expressions, PrintStream out) {
    if (!expressions.isOpen() && ASKING.contains(line.strip())) {
      out.println(HELP);
      return true;
    }
    return expressions.line(line);
  }
}
