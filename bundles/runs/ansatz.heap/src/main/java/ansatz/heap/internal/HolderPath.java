package ansatz.heap.internal;

import java.util.ArrayList;
import java.util.List;
import shark.LeakTrace;
import shark.LeakTraceObject;
import shark.LeakTraceObject.ObjectType;
import shark.LeakTraceReference;
import shark.LeakTraceReference.ReferenceType;

/**
 * A path of references in words, from where a person would look first, the last static field on it or its thread, to what
 * is kept: {@code static zoo.Leak.CACHE -> ArrayList[0] (zoo.Leak$Row)}.
 */
final class HolderPath {
  private static final String THREAD_NAME = "Thread name: ";

  private HolderPath() {}

  static String text(LeakTrace trace) {
    return String.join(" -> ", of(trace)) + " (" + kept(trace.getLeakingObject()) + ")";
  }

  private static String kept(LeakTraceObject object) {
    return (object.getType() == ObjectType.CLASS ? "class " : "") + object.getClassName();
  }

  /** One word a reference: {@code static zoo.Leak.CACHE}, {@code ArrayList[0]}. */
  static List<String> of(LeakTrace trace) {
    List<LeakTraceReference> path = trace.getReferencePath();
    List<String> words = new ArrayList<>();
    int start = lastStatic(path);
    if (start < 0) {
      start = 0;
      words.add(root(trace));
    }
    for (LeakTraceReference reference : path.subList(start, path.size())) {
      if (reference.getReferenceName().equals("threadLocals")) {
        words.add("thread-local");
      } else if (!withinThreadLocals(reference)) {
        words.add(word(reference));
      }
    }
    return words;
  }

  private static int lastStatic(List<LeakTraceReference> path) {
    for (int i = path.size() - 1; i >= 0; i--) {
      if (path.get(i).getReferenceType() == ReferenceType.STATIC_FIELD) {
        return i;
      }
    }
    return -1;
  }

  private static String root(LeakTrace trace) {
    LeakTraceObject first = trace.getReferencePath().isEmpty()
        ? trace.getLeakingObject()
        : trace.getReferencePath().getFirst().getOriginObject();
    return first.getLabels().stream().filter(label -> label.startsWith(THREAD_NAME))
        .map(label -> "thread " + label.substring(THREAD_NAME.length()).replace('\'', '"')).findFirst()
        .orElse(trace.getGcRootType().getDescription() + " " + first.getClassName());
  }

  /** How the JDK keeps the values of a thread says nothing. */
  private static boolean withinThreadLocals(LeakTraceReference reference) {
    return reference.getOriginObject().getClassName().startsWith("java.lang.ThreadLocal$ThreadLocalMap");
  }

  private static String word(LeakTraceReference reference) {
    String origin = reference.getOriginObject().getClassSimpleName();
    String name = reference.getReferenceName();
    return switch (reference.getReferenceType()) {
      case STATIC_FIELD -> "static " + reference.getOwningClassName() + "." + name;
      case ARRAY_ENTRY -> origin.replace("[]", "") + "[" + name + "]";
      case INSTANCE_FIELD -> origin + "." + name;
      case LOCAL -> "local variable";
    };
  }
}
