package ansatz.itest;

import ansatz.launcher.Host;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Commands one after another in the framework of this process, as in {@code ansatz shell}. */
final class Console implements AutoCloseable {
  private static final String COMMANDS = "ansatz.cli.Commands";

  private final Host host;
  private final Object commands;
  private final Method execute;
  private final Object plain;

  Console(Workbench bench) throws ReflectiveOperationException {
    host = bench.boot();
    BundleContext context = host.context();
    ServiceReference<?> reference = context.getServiceReference(COMMANDS);
    commands = context.getService(reference);
    ClassLoader api = commands.getClass().getClassLoader();
    Class<?> terminal = api.loadClass("ansatz.cli.Terminal");
    execute = api.loadClass(COMMANDS).getMethod("execute", PrintStream.class, PrintStream.class, terminal,
        String[].class);
    plain = terminal.getField("PLAIN").get(null);
  }

  /** What the command prints and how it ends. */
  synchronized Workbench.Result ansatz(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (PrintStream outs = new PrintStream(out, false, StandardCharsets.UTF_8);
        PrintStream errs = new PrintStream(err, false, StandardCharsets.UTF_8)) {
      int code = (int) execute.invoke(commands, outs, errs, plain, arguments);
      outs.flush();
      errs.flush();
      return new Workbench.Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    host.close();
  }
}
