-- Version 1. Instants are UTC text of fixed length, so that they sort. A double x is kept twice: as REAL for people and
-- queries, and as its 64 bits, which are what is read back: SQLite turns NaN into NULL and -0.0 into 0.
PRAGMA application_id = 1095652186; -- 'ANSZ'

CREATE TABLE runs (
  key           INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,
  name          TEXT NOT NULL UNIQUE,
  experiment    TEXT NOT NULL,
  source        TEXT,
  state         TEXT NOT NULL CHECK (state IN ('RUNNING', 'FINISHED', 'INTERRUPTED', 'FAILED')),
  step          INTEGER NOT NULL,             -- last acknowledged
  total         INTEGER NOT NULL,
  created       TEXT NOT NULL,
  ended         TEXT,
  seconds       REAL,
  seconds_bits  INTEGER NOT NULL,
  config_digest TEXT,
  headline      TEXT,
  message       TEXT
) STRICT;
CREATE INDEX runs_by_time ON runs (created, id);

-- Points are only appended: rowid is their order.
CREATE TABLE points (
  run    INTEGER NOT NULL REFERENCES runs (key),
  step   INTEGER NOT NULL,
  series TEXT NOT NULL,
  metric TEXT NOT NULL,
  value  REAL,
  bits   INTEGER NOT NULL
) STRICT;
CREATE INDEX points_by_run ON points (run, step);

-- The first timing of a step stays: one that is computed again after a resume does not count twice.
CREATE TABLE timings (
  run     INTEGER NOT NULL REFERENCES runs (key),
  step    INTEGER NOT NULL,
  label   TEXT NOT NULL,
  seconds REAL,
  bits    INTEGER NOT NULL,
  PRIMARY KEY (run, step)
) STRICT, WITHOUT ROWID;

-- A bundle as it was: the same row for all runs that used the same code with the same wiring.
CREATE TABLE sources (
  key         INTEGER PRIMARY KEY,
  fingerprint TEXT NOT NULL UNIQUE,           -- SHA-256 of the other columns and the wiring
  bundle      TEXT NOT NULL,
  version     TEXT NOT NULL,
  sha256      TEXT NOT NULL
) STRICT;
CREATE TABLE wiring (
  source     INTEGER NOT NULL REFERENCES sources (key),
  dependency TEXT NOT NULL,                   -- name@version
  sha256     TEXT NOT NULL,
  PRIMARY KEY (source, dependency)
) STRICT, WITHOUT ROWID;

-- Only appended to, but for to_step, which grows; sequence counts what filled a slot from the same step on.
CREATE TABLE ledger (
  run       INTEGER NOT NULL REFERENCES runs (key),
  from_step INTEGER NOT NULL,
  slot      TEXT NOT NULL,
  sequence  INTEGER NOT NULL,
  to_step   INTEGER NOT NULL,
  part      TEXT NOT NULL,
  source    INTEGER NOT NULL REFERENCES sources (key),
  who       TEXT,
  why       TEXT,
  PRIMARY KEY (run, from_step, slot, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_by_source ON ledger (source);

-- rowid is the order in which they were recorded.
CREATE TABLE checkpoints (
  run    INTEGER NOT NULL REFERENCES runs (key),
  file   TEXT NOT NULL,
  step   INTEGER NOT NULL,
  bytes  INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (run, file)
) STRICT;
