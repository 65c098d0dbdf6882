-- Remarks on a paragraph of a contribution or a passage of a goal's text. A remark keeps the words it was made on: a
-- later wording does not move it, and a passage that goes does not take it along. The table that stood here was never
-- written to.

DROP TABLE remark;

CREATE TABLE remark (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  contribution BLOB REFERENCES contribution (id),          -- on a contribution: which revision, part and paragraph from 0
  number INTEGER,
  section TEXT CHECK (section IN ('achieved', 'obstacles', 'outlook')),
  paragraph INTEGER CHECK (paragraph >= 0),
  round BLOB,                                              -- on a goal's text: which passage, that may be gone by now
  goal BLOB,
  passage BLOB CHECK (length(passage) = 16),
  words TEXT NOT NULL CHECK (words <> ''),                 -- what stood there
  text TEXT NOT NULL CHECK (text <> ''),
  author BLOB NOT NULL REFERENCES person (id),
  at TEXT NOT NULL,
  resolved_by BLOB REFERENCES person (id),
  resolved_at TEXT,
  FOREIGN KEY (contribution, number) REFERENCES revision (contribution, number),
  FOREIGN KEY (round, goal) REFERENCES goal_text (round, goal),
  CHECK ((contribution IS NULL) = (number IS NULL)),
  CHECK ((contribution IS NULL) = (section IS NULL)),
  CHECK ((contribution IS NULL) = (paragraph IS NULL)),
  CHECK ((contribution IS NULL) <> (passage IS NULL)),
  CHECK ((passage IS NULL) = (round IS NULL)),
  CHECK ((passage IS NULL) = (goal IS NULL)),
  CHECK ((resolved_by IS NULL) = (resolved_at IS NULL))
) STRICT;
CREATE INDEX remark_contribution ON remark (contribution);
CREATE INDEX remark_goal ON remark (round, goal);

CREATE TABLE remark_answer (
  seq INTEGER NOT NULL PRIMARY KEY,
  remark BLOB NOT NULL REFERENCES remark (id),
  text TEXT NOT NULL CHECK (text <> ''),
  author BLOB NOT NULL REFERENCES person (id),
  at TEXT NOT NULL
) STRICT;
CREATE INDEX remark_answer_remark ON remark_answer (remark);

-- A goal's text that readers of other ministries may read along, once it lies before the ministries.
ALTER TABLE goal_text ADD COLUMN shared INTEGER NOT NULL DEFAULT 0 CHECK (shared IN (0, 1));
