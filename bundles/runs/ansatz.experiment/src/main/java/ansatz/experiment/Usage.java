package ansatz.experiment;

import java.util.List;

/** A run whose steps were done, wholly or partly, by code of a bundle's version, itself or through its wiring. */
public record Usage(RunRow run, List<LedgerEntry> entries) {}
