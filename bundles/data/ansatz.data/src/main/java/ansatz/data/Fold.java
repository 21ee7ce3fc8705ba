package ansatz.data;

/** One way to part rows: row numbers to learn from and row numbers to judge by, both ascending. */
public record Fold(int[] training, int[] test) {}
