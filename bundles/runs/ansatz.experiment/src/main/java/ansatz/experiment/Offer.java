package ansatz.experiment;

/** A service that could fill a slot: its kind (service interface), its {@code ansatz.name}, ranking and source. */
public record Offer<S>(Class<S> kind, String name, int ranking, Source source, S service) {}
