package ansatz.backend.jvm.internal.routine;

import ansatz.tensor.Node;
import ansatz.tensor.Shape;

/** Philox4x32-10, block by block; see {@link ansatz.tensor.primitive.Philox}. */
final class RandomBits implements Divided {
  private static final long M0 = 0xD2511F53L;
  private static final long M1 = 0xCD9E8D57L;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;
  private static final int ROUNDS = 10;

  private final int perKey;
  private final int blocks;
  private final Tasks tasks;

  RandomBits(Node node, Shape shape) {
    this.perKey = Math.toIntExact(shape.size());
    this.blocks = (perKey + 3) / 4;
    this.tasks = Tasks.of(Math.toIntExact(node.operand(0).type().size() / 2 * blocks), 12);
  }

  @Override
  public Tasks division() {
    return tasks;
  }

  @Override
  public void run(long[] at, int task) {
    for (int unit = tasks.from(task); unit < tasks.from(task + 1); unit++) {
      int key = unit / blocks;
      block(at, key, unit % blocks);
    }
  }

  private void block(long[] at, int key, int block) {
    int k0 = Elements.getInt(at[0] + 8L * key);
    int k1 = Elements.getInt(at[0] + 8L * key + 4);
    int c0 = block;
    int c1 = 0;
    int c2 = Elements.getInt(at[1] + 8L * key);
    int c3 = Elements.getInt(at[1] + 8L * key + 4);
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = M0 * (c0 & 0xFFFFFFFFL);
      long p1 = M1 * (c2 & 0xFFFFFFFFL);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c1 = (int) p1;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c3 = (int) p0;
      k0 += W0;
      k1 += W1;
    }
    long to = at[2] + 4 * ((long) key * perKey + 4L * block);
    int count = Math.min(4, perKey - 4 * block);
    Elements.setInt(to, c0);
    if (count > 1) {
      Elements.setInt(to + 4, c1);
    }
    if (count > 2) {
      Elements.setInt(to + 8, c2);
    }
    if (count > 3) {
      Elements.setInt(to + 12, c3);
    }
  }
}
