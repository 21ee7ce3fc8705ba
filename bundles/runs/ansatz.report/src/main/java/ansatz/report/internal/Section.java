package ansatz.report.internal;

/** A part of the page with a heading of its own. */
interface Section {
  /** Anchor: {@code results}. */
  String id();

  String title();

  /** Whether the run has anything for it; a section with nothing to say is left out. */
  boolean applies(Page page);

  void write(Page page);
}
