-- A letter goes with attachments and speaks for more ministers than the one who signs it.

ALTER TABLE letter ADD COLUMN attachments TEXT NOT NULL DEFAULT ''; -- names, one a line

CREATE TABLE letter_office (
  round BLOB NOT NULL,
  version INTEGER NOT NULL,
  office TEXT NOT NULL REFERENCES office (id),             -- on whose behalf as well
  PRIMARY KEY (round, version, office),
  FOREIGN KEY (round, version) REFERENCES letter (round, version)
) STRICT, WITHOUT ROWID;
