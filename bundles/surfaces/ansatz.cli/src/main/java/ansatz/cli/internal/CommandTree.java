package ansatz.cli.internal;

import ansatz.cli.Commands;
import ansatz.cli.Part;
import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.cli.Terminal;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParseResult;

/** All subcommands under {@code ansatz}, built afresh for every execution: parses, executes, turns errors into lines. */
final class CommandTree implements Commands {
  private final Supplier<List<Subcommand>> subcommands;
  private final Workbench workbench;

  CommandTree(Supplier<List<Subcommand>> subcommands, Workbench workbench) {
    this.subcommands = subcommands;
    this.workbench = workbench;
  }

  @Override
  public int execute(PrintStream out, PrintStream err, Terminal terminal, String... arguments) {
    CommandLine line = line();
    Failure failure = new Failure(err);
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setUsageHelpWidth(Math.clamp(terminal.width(), 60, 120));
    line.setParameterExceptionHandler((problem, words) -> failure.usage(problem));
    line.setExecutionStrategy(parsed -> run(parsed, out, err, terminal, failure));
    line.getCommandSpec().parser().expandAtFiles(false);
    return line.execute(arguments);
  }

  private int run(ParseResult parsed, PrintStream out, PrintStream err, Terminal terminal, Failure failure) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    Root root = root(parsed);
    CommandLine last = parsed.asCommandLineList().getLast();
    if (!(last.getCommandSpec().userObject() instanceof Subcommand command)) {
      last.usage(last == parsed.commandSpec().commandLine() ? out : err);
      return last == parsed.commandSpec().commandLine() ? ExitCode.OK : ExitCode.BAD;
    }
    boolean color = Colors.wanted(root.color, System.getenv(), terminal.color());
    Session session = new OpenSession(out, err, new Terminal(color, terminal.live(), terminal.width()), root.json,
        workbench, this);
    try {
      if (root.home != null) {
        workbench.home(root.home);
      }
      return command.run(session);
    } catch (Exception | VirtualMachineError | LinkageError e) {
      return failure.of(e, last, root.verbose);
    } finally {
      workbench.giveBack();
      out.flush();
      err.flush();
    }
  }

  private static Root root(ParseResult parsed) {
    return (Root) parsed.commandSpec().root().userObject();
  }

  /** A fresh tree. */
  CommandLine line() {
    CommandLine line = new CommandLine(new Root());
    SortedMap<String, Subcommand> byName = new TreeMap<>(Order.OF_COMMANDS);
    for (Subcommand command : subcommands.get()) {
      byName.put(command.getClass().getAnnotation(CommandLine.Command.class).name(), command);
    }
    byName.forEach(line::addSubcommand);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setAbbreviatedOptionsAllowed(false);
    line.setOverwrittenOptionsAllowed(true);
    return line;
  }

  @Override
  public SortedMap<String, String> names() {
    SortedMap<String, String> names = new TreeMap<>();
    line().getSubcommands().forEach((name, sub) -> {
      if (!sub.getCommandSpec().usageMessage().hidden()) {
        names.put(name, String.join(" ", sub.getCommandSpec().usageMessage().description()));
      }
    });
    return names;
  }

  @Override
  public List<String> complete(List<String> words) {
    List<CharSequence> candidates = new ArrayList<>();
    String last = words.isEmpty() ? "" : words.getLast();
    AutoComplete.complete(line().getCommandSpec(), words.toArray(String[]::new), Math.max(0, words.size() - 1),
        last.length(), 0, candidates);
    return candidates.stream().map(rest -> last + rest).sorted().toList();
  }

  /** One execution's session. */
  private record OpenSession(PrintStream out, PrintStream err, Terminal terminal, boolean json, Workbench workbench,
      Commands commands) implements Session {
    @Override
    public <S> S service(Class<S> type) {
      return workbench.service(type);
    }

    @Override
    public <S> S platform(Class<S> type) {
      return workbench.platform(type);
    }

    @Override
    public <S> List<Part<S>> parts(Class<S> type) {
      return workbench.parts(type);
    }
  }
}
