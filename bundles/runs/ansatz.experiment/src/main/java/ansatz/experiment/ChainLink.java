package ansatz.experiment;

import java.nio.charset.StandardCharsets;

/**
 * One link of a hash chain over what was recorded.
 *
 * $$ h_n = \mathrm{SHA256}(h_{n-1} \,\|\, \mathrm{body}_n) $$
 *
 * <p>{@code body} is canonical JSON (RFC 8785); the first link's {@code previous} is 64 zeros. Hashes are hexadecimal text, also
 * where they are hashed: {@code printf %s%s PREVIOUS BODY | sha256sum}.
 */
public record ChainLink(long sequence, String previous, String body, String sha256) {
  public static final String ORIGIN = "0".repeat(64);

  /** Stands for the end of a chain that has no link. */
  public static final ChainLink NONE = new ChainLink(0, ORIGIN, "", ORIGIN);

  /** The link after this one. */
  public ChainLink next(String content) {
    return new ChainLink(sequence + 1, sha256, content,
        Trees.sha256((sha256 + content).getBytes(StandardCharsets.UTF_8)));
  }
}
