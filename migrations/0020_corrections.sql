-- What happens to an edition after it is released: it is corrected by another one, and never quietly.

-- The round of an edition is composed again, to make the edition that takes its place.
CREATE TABLE edition_replacement (
  edition BLOB NOT NULL REFERENCES edition (id),
  reason TEXT NOT NULL CHECK (reason <> ''),
  begun_by BLOB NOT NULL REFERENCES person (id),
  begun_at TEXT NOT NULL,
  ended_at TEXT,                                           -- frozen, or given up
  PRIMARY KEY (edition, begun_at)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX edition_replacement_under_way ON edition_replacement (edition) WHERE ended_at IS NULL;

CREATE TRIGGER edition_replacement_only_ends BEFORE UPDATE ON edition_replacement
WHEN OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR NEW.edition <> OLD.edition OR NEW.reason <> OLD.reason
  OR NEW.begun_by <> OLD.begun_by OR NEW.begun_at <> OLD.begun_at
BEGIN SELECT RAISE(ABORT, 'that a replacement was begun never changes'); END;
CREATE TRIGGER edition_replacement_is_never_deleted BEFORE DELETE ON edition_replacement
BEGIN SELECT RAISE(ABORT, 'that a replacement was begun is never deleted'); END;
CREATE TRIGGER edition_replacement_is_never_replaced BEFORE INSERT ON edition_replacement
WHEN EXISTS (SELECT 1 FROM edition_replacement WHERE edition = NEW.edition
             AND (begun_at = NEW.begun_at OR ended_at IS NULL))
BEGIN SELECT RAISE(ABORT, 'this edition is being replaced'); END;

CREATE TRIGGER edition_corrects_what_was_released BEFORE INSERT ON edition
WHEN NEW.corrects IS NOT NULL AND NOT EXISTS
  (SELECT 1 FROM edition AS e JOIN edition_release AS x ON x.edition = e.id
   WHERE e.id = NEW.corrects AND e.round = NEW.round AND e.kind <> 'erratum')
BEGIN SELECT RAISE(ABORT, 'only a released report of the same round is corrected'); END;
CREATE TRIGGER edition_is_replaced_once BEFORE INSERT ON edition
WHEN NEW.corrects IS NOT NULL AND EXISTS
  (SELECT 1 FROM edition WHERE corrects = NEW.corrects AND kind = 'replacement')
BEGIN SELECT RAISE(ABORT, 'this edition was replaced'); END;
