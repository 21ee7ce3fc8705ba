package ansatz.backend.jvm.internal.plan;

import ansatz.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays arrays into one piece of memory, those that are never needed at the same time over each other. */
final class Workspace {
  private static final long ALIGNMENT = 64;

  /** An array's bytes, from the wave that makes it to the last one that needs it. */
  private record Span(Tensor array, long offset, long bytes, int first, int last) {
    boolean meets(Span other) {
      return first <= other.last && other.first <= last;
    }
  }

  private Workspace() {}

  /** Gives every array without a place one in the workspace; returns the workspace's size in bytes. */
  static long lay(List<List<Step>> waves, Map<Tensor, Place> places) {
    List<Span> open = new ArrayList<>(spans(waves, places));
    open.sort(Comparator.comparingLong(Span::bytes).reversed());
    List<Span> laid = new ArrayList<>();
    long size = 0;
    for (Span span : open) {
      long offset = 0;
      for (Span other : laid) { // ascending offsets
        if (span.meets(other) && offset + span.bytes > other.offset && other.offset + other.bytes > offset) {
          offset = other.offset + other.bytes;
        }
      }
      Span placed = new Span(span.array, offset, span.bytes, span.first, span.last);
      laid.add(placed);
      laid.sort(Comparator.comparingLong(Span::offset));
      places.put(span.array, new Place.Workspace(offset));
      size = Math.max(size, offset + span.bytes);
    }
    return size;
  }

  private static List<Span> spans(List<List<Step>> waves, Map<Tensor, Place> places) {
    Map<Tensor, Span> spans = new LinkedHashMap<>();
    Map<Tensor, Integer> firsts = new HashMap<>();
    for (int wave = 0; wave < waves.size(); wave++) {
      for (Step step : waves.get(wave)) {
        List<Tensor> arrays = new ArrayList<>(step.writes());
        arrays.addAll(step.reads());
        for (Tensor array : arrays) {
          if (!places.containsKey(array)) {
            firsts.putIfAbsent(array, wave);
            long bytes = (array.type().bytes() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            spans.put(array, new Span(array, 0, bytes, firsts.get(array), wave));
          }
        }
      }
    }
    return List.copyOf(spans.values());
  }
}
