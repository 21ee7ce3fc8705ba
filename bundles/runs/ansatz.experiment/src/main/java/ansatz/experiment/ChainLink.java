package ansatz.experiment;

/**
 * One link of a hash chain over what was recorded.
 *
 * $$ h_n = \mathrm{SHA256}(h_{n-1} \,\|\, \mathrm{body}_n) $$
 *
 * <p>{@code body} is canonical JSON (RFC 8785); the first link's {@code previous} is 64 zeros.
 */
public record ChainLink(long sequence, String previous, String body, String sha256) {
  public static final String ORIGIN = "0".repeat(64);

  /** Stands for the end of a chain that has no link. */
  public static final ChainLink NONE = new ChainLink(0, ORIGIN, "", ORIGIN);
}
