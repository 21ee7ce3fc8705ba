package ansatz.tensor;

/** What does not fit, seen before there is a node: says which of our methods was called, and in which line. */
final class Refused extends IllegalArgumentException {
  private static final long serialVersionUID = 1;
  private static final StackWalker STACK = StackWalker.getInstance();

  private final String rule;

  Refused(String rule) {
    this.rule = rule;
    super(located(rule));
  }

  /** Without method and line, for who knows them better. */
  String rule() {
    return rule;
  }

  private static String located(String rule) {
    String[] method = {""}; // the outermost of our own
    StackWalker.StackFrame user = STACK.walk(frames -> frames.dropWhile(frame -> {
      boolean own = Node.isOwn(frame);
      if (own && !frame.getClassName().startsWith("java.") && !frame.getMethodName().contains("$")) {
        method[0] = frame.getMethodName();
      }
      return own;
    }).findFirst().orElse(null));
    return user == null || method[0].startsWith("<")
        ? rule
        : method[0] + ": " + rule + " (" + user.getFileName() + ":" + user.getLineNumber() + ")";
  }
}
