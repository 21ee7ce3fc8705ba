package ansatz.experiment;

/** How long a step took; kept apart from results, which are free of times. */
public record Timing(long step, String label, double seconds) {}
