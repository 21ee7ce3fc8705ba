package ansatz.cli.internal;

import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code ansatz} itself: the options that every subcommand has. */
@Command(name = "ansatz", versionProvider = Version.class, sortOptions = false, synopsisSubcommandLabel = "COMMAND",
    header = "A research workbench for machine learning that never loses a run.", description = "",
    commandListHeading = "%nCommands:%n", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
      "0:ok", "1:the run failed", "2:bad file, option or argument", "3:refused as things stand",
      "4:server unreachable", "130:interrupted"},
    footer = {"", "Start with: ansatz run config/experiments/diabetes.yaml"})
final class Root {
  @Option(names = "--home", paramLabel = "DIR", scope = ScopeType.INHERIT,
      description = "where runs live (ANSATZ_HOME, else ~/.ansatz)")
  String home;

  @Option(names = "--safe", scope = ScopeType.INHERIT,
      description = "use the built-in parts only, whatever was promoted (ANSATZ_SAFE=1)")
  boolean safe;

  @Option(names = "--json", scope = ScopeType.INHERIT, description = "print the answer as one JSON document")
  boolean json;

  @Option(names = "--color", paramLabel = "WHEN", scope = ScopeType.INHERIT, defaultValue = "auto",
      description = "${COMPLETION-CANDIDATES}; auto heeds NO_COLOR, CLICOLOR and TERM")
  When color;

  @Option(names = {"-v", "--verbose"}, scope = ScopeType.INHERIT, description = "print stack traces")
  boolean verbose;

  @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "print this help")
  boolean help;

  @Option(names = {"-V", "--version"}, versionHelp = true, description = "print versions")
  boolean version;

  /** When to use colours. */
  enum When {
    AUTO, ALWAYS, NEVER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
