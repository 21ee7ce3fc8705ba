package ansatz.shell.java.internal;

import ansatz.tensor.Node;
import ansatz.tensor.Session;
import java.io.PrintStream;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** Evaluates Java line by line in this process; the value of a tensor is printed in numbers. */
final class Expressions implements AutoCloseable {
  private static final List<String> KNOWN = List.of("import ansatz.tensor.*;", "import java.util.*;",
      "Backend backend(String name) { return Backend.named(name); }");

  /** What our messages say of a line that JShell made of what was typed. */
  private static final String MADE_UP = " \\((\\$JShell\\$\\w+\\.)?java:\\d+\\)";

  private final ClassLoader classes;
  private final Session session;
  private final JShell shell;
  private final PrintStream out;
  private final PrintStream err;
  private String open = "";

  /**
   * @param classes what can be named
   * @param path the same for the compiler
   * @param session how tensors are computed
   */
  Expressions(ClassLoader classes, String path, Session session, PrintStream out, PrintStream err) {
    this.classes = classes;
    this.session = session;
    this.out = out;
    this.err = err;
    this.shell = JShell.builder().out(out).err(err).executionEngine(new InThisProcess(classes), Map.of())
        .compilerOptions("-cp", path).build();
    KNOWN.forEach(shell::eval);
  }

  /** Whether what was typed so far goes on in the next line. */
  boolean isOpen() {
    return !open.isEmpty();
  }

  /** Evaluates what a line completes; whether all of it could be. */
  boolean line(String line) {
    open += line + "\n";
    boolean good = true;
    while (!open.isBlank()) {
      CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(open);
      if (next.completeness() == Completeness.DEFINITELY_INCOMPLETE) {
        return good;
      }
      String source = next.source() == null ? open : next.source();
      open = next.source() == null ? "" : next.remaining();
      good &= evaluate(source);
    }
    open = "";
    return good;
  }

  private boolean evaluate(String source) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(classes);
    try {
      // The lines of what JShell makes of the source say nothing: nodes have none.
      List<SnippetEvent> events = session.enter(() -> Node.onBehalfOf("", () -> shell.eval(source)));
      return events.stream().filter(event -> event.causeSnippet() == null).allMatch(this::print);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private boolean print(SnippetEvent event) {
    Snippet snippet = event.snippet();
    if (event.status() == Snippet.Status.REJECTED) {
      shell.diagnostics(snippet).filter(d -> d.isError())
          .forEach(d -> err.println("error java: " + CompilerMessage.of(d.getMessage(Locale.ROOT))));
      return false;
    }
    if (event.exception() != null) {
      err.println("error java: " + message(event.exception()));
      return false;
    }
    if (event.value() != null && !event.value().isEmpty()) {
      out.println(name(snippet) + event.value());
    }
    return true;
  }

  private static String name(Snippet snippet) {
    return switch (snippet) {
      case jdk.jshell.VarSnippet variable -> variable.name() + " = ";
      case jdk.jshell.ExpressionSnippet expression -> expression.name() + " = ";
      default -> "";
    };
  }

  private String message(JShellException e) {
    return e instanceof EvalException thrown
        ? kind(thrown.getExceptionClassName())
            + (thrown.getMessage() == null ? "" : " " + thrown.getMessage().replaceAll(MADE_UP, ""))
        : e.getMessage();
  }

  /** The class that people can name: the thrown one, or the first public one that it extends. */
  private String kind(String thrown) {
    try {
      Class<?> kind = Class.forName(thrown, false, classes);
      while (!Modifier.isPublic(kind.getModifiers())) {
        kind = kind.getSuperclass();
      }
      return kind.getSimpleName();
    } catch (ClassNotFoundException _) { // typed here: JShell knows it alone
      return thrown.replaceFirst(".*[.$]", "");
    }
  }

  @Override
  public void close() {
    shell.close();
  }
}
