-- Version 2: bundles and the promoted set of a home, swaps, hash chains.

-- Every version ever admitted: a name and version stand for one content for ever.
CREATE TABLE bundles (
  name      TEXT NOT NULL,
  version   TEXT NOT NULL,
  sha256    TEXT NOT NULL,
  state     TEXT NOT NULL CHECK (state IN ('STAGED', 'RETIRED')),
  bytes     INTEGER NOT NULL,
  installed TEXT NOT NULL,
  who       TEXT,
  PRIMARY KEY (name, version)
) STRICT, WITHOUT ROWID;

-- Only appended to, but for state and process.
CREATE TABLE generations (
  number  INTEGER PRIMARY KEY,
  state   TEXT NOT NULL CHECK (state IN ('NEW', 'TRYING', 'GOOD', 'BAD')),
  process TEXT NOT NULL,                      -- pid@starttime while TRYING
  created TEXT NOT NULL,
  who     TEXT,
  what    TEXT
) STRICT;
CREATE TABLE promoted (
  generation INTEGER NOT NULL REFERENCES generations (number),
  bundle     TEXT NOT NULL,
  version    TEXT NOT NULL,
  PRIMARY KEY (generation, bundle),
  FOREIGN KEY (bundle, version) REFERENCES bundles (name, version)
) STRICT, WITHOUT ROWID;

-- Changes of slots and refusals of such; only appended to.
CREATE TABLE swaps (
  run               INTEGER NOT NULL REFERENCES runs (key),
  sequence          INTEGER NOT NULL,
  step              INTEGER NOT NULL,
  slot              TEXT NOT NULL,
  kind              TEXT NOT NULL CHECK (kind IN ('SWAPPED', 'UNDONE', 'ROLLED_BACK', 'RESTARTED', 'REFUSED')),
  from_part         TEXT,
  from_source       INTEGER NOT NULL REFERENCES sources (key),
  to_part           TEXT,
  to_source         INTEGER NOT NULL REFERENCES sources (key),
  provisional       INTEGER NOT NULL,
  who               TEXT,
  why               TEXT,
  detail            TEXT,
  checkpoint        TEXT,                     -- the file to return to
  checkpoint_sha256 TEXT,
  PRIMARY KEY (run, sequence)
) STRICT, WITHOUT ROWID;

-- sha256 is that of previous and body, one text after the other. A chain outlives its run's row, should that be deleted.
CREATE TABLE chains (
  chain    TEXT NOT NULL,                     -- id of a run, or '@home'
  sequence INTEGER NOT NULL,                  -- from 1
  previous TEXT NOT NULL,
  body     TEXT NOT NULL,                     -- canonical JSON (RFC 8785)
  sha256   TEXT NOT NULL,
  PRIMARY KEY (chain, sequence)
) STRICT, WITHOUT ROWID;

-- How far the chains speak of what is recorded: the number of a run's points and the rowid of the last, and an entry's
-- to_step. Written for speed; nothing is verified by them.
CREATE TABLE covered (
  run    INTEGER PRIMARY KEY REFERENCES runs (key),
  points INTEGER NOT NULL,
  last   INTEGER NOT NULL
) STRICT;
ALTER TABLE ledger ADD COLUMN linked INTEGER;

-- Which runs used a version of a bundle.
CREATE INDEX wiring_by_dependency ON wiring (dependency);
CREATE INDEX sources_by_bundle ON sources (bundle, version);
