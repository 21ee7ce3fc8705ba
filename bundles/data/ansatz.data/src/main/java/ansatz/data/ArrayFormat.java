package ansatz.data;

import ansatz.linalg.Array;
import java.util.SortedMap;
import org.osgi.annotation.versioning.ProviderType;

/** Named arrays as bytes; a service ({@code ansatz.name=safetensors}). Equal content gives equal bytes. */
@ProviderType
public interface ArrayFormat {
  /** The file's ending without the dot. */
  String ending();

  byte[] encode(Content content);

  /** @throws DataException naming the rule that the bytes break */
  Content decode(byte[] bytes);

  /** Arrays by name and text metadata. */
  record Content(SortedMap<String, Array> arrays, SortedMap<String, String> metadata) {}
}
