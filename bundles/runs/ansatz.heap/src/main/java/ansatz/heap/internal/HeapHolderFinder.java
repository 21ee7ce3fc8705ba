package ansatz.heap.internal;

import ansatz.bundles.HolderFinder;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;
import shark.CloseableHeapGraph;
import shark.HeapAnalysis;
import shark.HeapAnalysisFailure;
import shark.HeapAnalysisSuccess;
import shark.HeapAnalyzer;
import shark.HprofHeapGraph;
import shark.HprofRecordTag;
import shark.IgnoredReferenceMatcher;
import shark.LeakTrace;
import shark.MetadataExtractor;
import shark.ObjectInspectors;
import shark.OnAnalysisProgressListener;
import shark.ReferenceMatcher;
import shark.ReferencePattern.InstanceFieldPattern;

/** Dumps the heap of this process and looks for the shortest path of strong references. Cost: about a second. */
@Component
public final class HeapHolderFinder implements HolderFinder {
  /** References that keep nothing alive, or only until memory is short. */
  private static final List<ReferenceMatcher> WEAK = Stream
      .of("Weak", "Soft", "Phantom", "Final").<ReferenceMatcher>map(
          kind -> new IgnoredReferenceMatcher(
              new InstanceFieldPattern("java.lang.ref." + kind + "Reference", "referent")))
      .toList();

  @Override
  public synchronized Optional<String> holder(WeakReference<ClassLoader> loader) {
    LoaderObjectFinder wanted = new LoaderObjectFinder(loader);
    try (HeapDump dump = HeapDump.take();
        CloseableHeapGraph heap = HprofHeapGraph.Companion.openHeapGraph(dump.file().toFile(), null,
            HprofRecordTag.Companion.getRootTags())) {
      HeapAnalysis analysis = new HeapAnalyzer(OnAnalysisProgressListener.Companion.getNO_OP()).analyze(
          dump.file().toFile(), heap, wanted, WEAK, false, List.of(ObjectInspectors.THREAD),
          MetadataExtractor.Companion.getNO_OP());
      return switch (analysis) {
        case HeapAnalysisSuccess found -> shortest(found).map(HolderPath::text);
        case HeapAnalysisFailure failed -> throw failed.getException();
        default -> throw new IllegalStateException("analysis ended as " + analysis.getClass());
      };
    } catch (IOException e) {
      return Optional.of("unknown: the heap dump cannot be written or read: " + e.getMessage());
    } finally {
      Reference.reachabilityFence(wanted);
    }
  }

  private static Optional<LeakTrace> shortest(HeapAnalysisSuccess found) {
    return Stream.concat(found.getApplicationLeaks().stream(), found.getLibraryLeaks().stream())
        .flatMap(leak -> leak.getLeakTraces().stream())
        .min(Comparator.<LeakTrace>comparingInt(trace -> HolderPath.of(trace).size())
            .thenComparing(trace -> HolderPath.text(trace)));
  }
}
