package ansatz.learn;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A key of a stream of random numbers: streams are told apart by what they are for, never by the order of calls.
 *
 * <p>{@code new Key(seed).fold("model").fold("ridge").fold(fold)} gives the same numbers in every run, on every thread
 * and after every resume.
 */
public record Key(long value) {
  /** The key of a named part of what this key stands for. */
  public Key fold(String part) {
    byte[] text = part.getBytes(StandardCharsets.UTF_8);
    return hash((byte) 's', text);
  }

  /** The key of the index-th part: a fold, a step. */
  public Key fold(long index) {
    return hash((byte) 'i', ByteBuffer.allocate(Long.BYTES).putLong(index).array());
  }

  /** A generator at the start of this key's stream. */
  public RandomGenerator generator() {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(value);
  }

  private Key hash(byte kind, byte[] part) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(ByteBuffer.allocate(Long.BYTES + 1).putLong(value).put(kind).flip());
      return new Key(ByteBuffer.wrap(sha.digest(part)).getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
