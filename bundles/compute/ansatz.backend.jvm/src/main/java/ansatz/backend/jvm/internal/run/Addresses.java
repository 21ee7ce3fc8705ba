package ansatz.backend.jvm.internal.run;

import ansatz.backend.jvm.internal.plan.Place;
import ansatz.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The addresses of an executable's arrays; those of inputs and outputs are put in before each run. */
final class Addresses {
  private record Patch(long[] arguments, int position, long offset) {}

  private final Map<Tensor, Place> places;
  private final long workspace;
  private final Map<Tensor, JvmBuffer> kept = new HashMap<>();
  private final List<List<Patch>> patches = new ArrayList<>();
  private final int inputs;
  /** Of inputs, then outputs, in this run. */
  private final long[] current;
  private long[][][] arguments = {};
  private int[][] positions = {};
  private long[][] offsets = {};
  private long[] bound = {};

  Addresses(Map<Tensor, Place> places, long workspace, int inputs, int outputs) {
    this.places = places;
    this.workspace = workspace;
    this.inputs = inputs;
    this.current = new long[inputs + outputs];
    for (int i = 0; i < inputs + outputs; i++) {
      patches.add(new ArrayList<>());
    }
  }

  /** Has the array's address stand at a position while a run goes. */
  void bind(Tensor array, long[] arguments, int position) {
    bind(array, 0, arguments, position);
  }

  /** As {@link #bind(Tensor, long[], int)}, so many bytes further. */
  void bind(Tensor array, long further, long[] arguments, int position) {
    switch (places.get(array)) {
      case Place.Input(int number) -> patches.get(number).add(new Patch(arguments, position, further));
      case Place.Output(int number) -> patches.get(inputs + number).add(new Patch(arguments, position, further));
      case Place.Workspace(long offset) -> arguments[position] = workspace + offset + further;
      case Place.Kept(var values) -> arguments[position] = kept.computeIfAbsent(array, _ -> {
        JvmBuffer buffer = new JvmBuffer(values.type());
        buffer.write(values);
        return buffer;
      }).address() + further;
    }
  }

  /** To be called when everything is bound. */
  void freeze() {
    int slots = patches.size();
    bound = new long[slots];
    arguments = new long[slots][][];
    positions = new int[slots][];
    offsets = new long[slots][];
    for (int slot = 0; slot < slots; slot++) {
      List<Patch> list = patches.get(slot);
      arguments[slot] = new long[list.size()][];
      positions[slot] = new int[list.size()];
      offsets[slot] = new long[list.size()];
      for (int i = 0; i < list.size(); i++) {
        arguments[slot][i] = list.get(i).arguments;
        positions[slot][i] = list.get(i).position;
        offsets[slot][i] = list.get(i).offset;
      }
    }
  }

  void input(int number, long address) {
    set(number, address);
  }

  void output(int number, long address) {
    set(inputs + number, address);
  }

  /** Where an array lies in this run. */
  long of(Tensor array) {
    return switch (places.get(array)) {
      case Place.Input(int number) -> current[number];
      case Place.Output(int number) -> current[inputs + number];
      case Place.Workspace(long offset) -> workspace + offset;
      case Place.Kept _ -> kept.get(array).address();
    };
  }

  /** Bytes of the constants that are kept here. */
  long constantBytes() {
    return kept.values().stream().mapToLong(buffer -> buffer.type().bytes()).sum();
  }

  private void set(int slot, long address) {
    current[slot] = address;
    if (bound[slot] == address) {
      return;
    }
    bound[slot] = address;
    int[] at = positions[slot];
    long[][] in = arguments[slot];
    for (int i = 0; i < at.length; i++) {
      in[i][at[i]] = address + offsets[slot][i];
    }
  }

  void close() {
    kept.values().forEach(JvmBuffer::close);
  }
}
