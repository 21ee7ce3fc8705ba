package ansatz.runner.checkpoint.internal;

import ansatz.data.ArrayFormat;
import ansatz.data.DataException;
import ansatz.experiment.Snapshot;
import ansatz.experiment.Trees;
import ansatz.learn.State;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Snapshots as bytes of an array format: arrays as they are, all else as JSON in the metadata. */
public final class SnapshotCodec {
  private static final String KEY = "ansatz.snapshot";

  private final ArrayFormat format;

  public SnapshotCodec(ArrayFormat format) {
    this.format = format;
  }

  byte[] encode(Snapshot snapshot) {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("schema", snapshot.schema());
    head.put("config", snapshot.configDigest());
    head.put("data", snapshot.dataFingerprint());
    head.put("step", snapshot.step());
    head.put("slots", snapshot.slots());
    head.put("stateSchema", snapshot.state().schema());
    head.put("scalars", snapshot.state().scalars());
    String json = new String(Trees.json(head), java.nio.charset.StandardCharsets.UTF_8);
    return format.encode(new ArrayFormat.Content(snapshot.state().arrays(), new TreeMap<>(Map.of(KEY, json))));
  }

  /** @throws DataException when the bytes are not a snapshot of a schema that this version knows */
  public Snapshot decode(byte[] bytes) {
    ArrayFormat.Content content = format.decode(bytes);
    String json = content.metadata().get(KEY);
    if (json == null) {
      throw new DataException("not a checkpoint: no '" + KEY + "' in its metadata");
    }
    try {
      Map<String, Object> head = Trees.fromJson(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      int schema = ((Number) head.get("schema")).intValue();
      if (schema != Snapshot.SCHEMA) {
        throw new DataException("a checkpoint of schema " + schema + ", this version reads " + Snapshot.SCHEMA);
      }
      SortedMap<String, String> slots = new TreeMap<>();
      ((Map<?, ?>) head.get("slots")).forEach((k, v) -> slots.put((String) k, (String) v));
      Map<String, Object> scalars = new TreeMap<>();
      ((Map<?, ?>) head.get("scalars"))
          .forEach((k, v) -> scalars.put((String) k, v instanceof Integer i ? Long.valueOf(i) : v));
      return new Snapshot(schema, (String) head.get("config"), (String) head.get("data"),
          ((Number) head.get("step")).longValue(), slots,
          new State(((Number) head.get("stateSchema")).intValue(), content.arrays(), scalars));
    } catch (IOException | ClassCastException | NullPointerException e) {
      throw new DataException("not a checkpoint: its metadata are not what a checkpoint holds", e);
    }
  }
}
