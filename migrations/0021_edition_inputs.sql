-- What an edition was made with: when it can no longer be rebuilt to the byte, this says what differs from then.

CREATE TABLE edition_input (
  edition BLOB NOT NULL REFERENCES edition (id),
  name TEXT NOT NULL,                                      -- 'definition', or a face: 'FiraSans-Regular'
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),        -- of its bytes
  PRIMARY KEY (edition, name)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER edition_input_never_changes BEFORE UPDATE ON edition_input
BEGIN SELECT RAISE(ABORT, 'a frozen edition never changes'); END;
CREATE TRIGGER edition_input_is_never_deleted BEFORE DELETE ON edition_input
BEGIN SELECT RAISE(ABORT, 'a frozen edition is never deleted'); END;
CREATE TRIGGER edition_input_is_never_replaced BEFORE INSERT ON edition_input
WHEN EXISTS (SELECT 1 FROM edition_input WHERE edition = NEW.edition AND name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'a frozen edition never changes'); END;
CREATE TRIGGER edition_input_comes_with_its_edition BEFORE INSERT ON edition_input
WHEN EXISTS (SELECT 1 FROM edition_release WHERE edition = NEW.edition)
BEGIN SELECT RAISE(ABORT, 'a released edition was made with what it was made with'); END;
