-- The register of motions and undertakings: entries can be mended, come in by the list, and are answered by a passage.

-- Grows with every change of an entry; a change that was made on an older one is refused.
ALTER TABLE request ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0);
CREATE INDEX request_strategy ON request (strategy, date);

-- Whether a passage answered: when that passage is taken out, the answer is gone with it, and silence shows again.
ALTER TABLE request_answer ADD COLUMN by_passage INTEGER NOT NULL DEFAULT 0 CHECK (by_passage IN (0, 1));
CREATE INDEX request_answer_round ON request_answer (round, request);
CREATE INDEX request_answer_passage ON request_answer (passage) WHERE passage IS NOT NULL;

-- A list that was read without a fault and waits for its person to say yes; one for each person.
CREATE TABLE request_import (
  person BLOB NOT NULL PRIMARY KEY REFERENCES person (id),
  round BLOB NOT NULL REFERENCES round (id),
  text TEXT NOT NULL CHECK (text <> ''),
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
