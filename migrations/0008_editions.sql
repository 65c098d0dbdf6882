-- Frozen editions. What is recorded later stands beside an edition, never inside it.

CREATE TABLE letter (
  round BLOB NOT NULL REFERENCES round (id),
  version INTEGER NOT NULL CHECK (version > 0),
  reference TEXT NOT NULL,                                 -- onze referentie
  date TEXT,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  signatory TEXT REFERENCES office (id),
  author BLOB NOT NULL REFERENCES person (id),
  at TEXT NOT NULL,
  PRIMARY KEY (round, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE edition (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  round BLOB NOT NULL REFERENCES round (id),
  number INTEGER NOT NULL CHECK (number > 0),
  kind TEXT NOT NULL CHECK (kind IN ('report', 'erratum', 'replacement')),
  corrects BLOB REFERENCES edition (id),
  reason TEXT,                                             -- why it corrects
  report TEXT NOT NULL,                                    -- the canonical JSON of the Report
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64), -- of `report`
  definition TEXT NOT NULL,                                -- the definition, whole
  program TEXT NOT NULL,                                   -- name and version that froze it
  frozen_by BLOB NOT NULL REFERENCES person (id),
  frozen_at TEXT NOT NULL,
  UNIQUE (round, number),
  CHECK ((kind = 'report') = (corrects IS NULL)),
  CHECK (kind = 'report' OR reason <> '')
) STRICT;

CREATE TABLE edition_file (
  edition BLOB NOT NULL REFERENCES edition (id),
  name TEXT NOT NULL,                                      -- 'rapport.html', 'rapport.pdf', 'rapport.json', …
  media_type TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  bytes BLOB NOT NULL,
  PRIMARY KEY (edition, name)
) STRICT;

CREATE TABLE edition_release (
  edition BLOB NOT NULL PRIMARY KEY REFERENCES edition (id),
  by BLOB NOT NULL REFERENCES person (id),
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Numbers and dates that exist only after sending.
CREATE TABLE edition_paper (
  edition BLOB NOT NULL REFERENCES edition (id),
  house TEXT NOT NULL CHECK (house IN ('TK', 'EK')),
  sent_on TEXT,
  paper TEXT,                                              -- Kamerstuk: "33 694, nr. 57"
  document TEXT,                                           -- "2020D14866"
  recorded_by BLOB NOT NULL REFERENCES person (id),
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (edition, house, recorded_at)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER edition_never_changes BEFORE UPDATE ON edition
BEGIN SELECT RAISE(ABORT, 'a frozen edition never changes'); END;
CREATE TRIGGER edition_is_never_deleted BEFORE DELETE ON edition
BEGIN SELECT RAISE(ABORT, 'a frozen edition is never deleted'); END;
CREATE TRIGGER edition_file_never_changes BEFORE UPDATE ON edition_file
BEGIN SELECT RAISE(ABORT, 'a frozen edition never changes'); END;
CREATE TRIGGER edition_file_is_never_deleted BEFORE DELETE ON edition_file
BEGIN SELECT RAISE(ABORT, 'a frozen edition is never deleted'); END;
CREATE TRIGGER edition_file_comes_with_its_edition BEFORE INSERT ON edition_file
WHEN EXISTS (SELECT 1 FROM edition_release WHERE edition = NEW.edition)
BEGIN SELECT RAISE(ABORT, 'a released edition gets no more files'); END;
CREATE TRIGGER edition_release_never_changes BEFORE UPDATE ON edition_release
BEGIN SELECT RAISE(ABORT, 'a release never changes'); END;
CREATE TRIGGER edition_release_is_never_deleted BEFORE DELETE ON edition_release
BEGIN SELECT RAISE(ABORT, 'a release is never deleted'); END;
CREATE TRIGGER edition_release_is_another_person BEFORE INSERT ON edition_release
WHEN NEW.by = (SELECT frozen_by FROM edition WHERE id = NEW.edition)
BEGIN SELECT RAISE(ABORT, 'freezing and releasing are two people'); END;
CREATE TRIGGER edition_paper_is_never_deleted BEFORE DELETE ON edition_paper
BEGIN SELECT RAISE(ABORT, 'recorded papers are corrected by a new row'); END;
-- INSERT OR REPLACE deletes without firing delete triggers; these stop it.
CREATE TRIGGER edition_is_never_replaced BEFORE INSERT ON edition
WHEN EXISTS (SELECT 1 FROM edition WHERE id = NEW.id OR sha256 = NEW.sha256 OR (round = NEW.round AND number = NEW.number))
BEGIN SELECT RAISE(ABORT, 'a frozen edition never changes'); END;
CREATE TRIGGER edition_file_is_never_replaced BEFORE INSERT ON edition_file
WHEN EXISTS (SELECT 1 FROM edition_file WHERE edition = NEW.edition AND name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'a frozen edition never changes'); END;
