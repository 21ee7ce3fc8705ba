package ansatz.bundles.live.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

/**
 * The JDK's memory of classes that were serialized: softly held, but what the collector cleared is dropped only when
 * something is serialized the next time, and holds its class until then.
 */
final class SerializationCaches {
  private SerializationCaches() {}

  /** Drops what the collector cleared. */
  static void expunge() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(1);
      }
      try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        in.readObject();
      }
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException("an integer in memory", e);
    }
  }
}
