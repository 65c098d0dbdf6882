-- A round that stood still: when, why, and until when. `round.paused_at` says whether it does now.

CREATE TABLE round_pause (
  round BLOB NOT NULL REFERENCES round (id),
  paused_at TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason <> ''),
  paused_by BLOB NOT NULL REFERENCES person (id),
  resumed_at TEXT CHECK (resumed_at >= paused_at),
  resumed_by BLOB REFERENCES person (id),
  PRIMARY KEY (round, paused_at),
  CHECK ((resumed_at IS NULL) = (resumed_by IS NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX round_pause_under_way ON round_pause (round) WHERE resumed_at IS NULL;

CREATE TRIGGER round_pause_is_never_deleted BEFORE DELETE ON round_pause
BEGIN SELECT RAISE(ABORT, 'that a round was paused is never deleted'); END;
CREATE TRIGGER round_pause_only_ends BEFORE UPDATE ON round_pause
WHEN OLD.resumed_at IS NOT NULL OR NEW.round <> OLD.round OR NEW.paused_at <> OLD.paused_at
  OR NEW.reason <> OLD.reason OR NEW.paused_by <> OLD.paused_by
BEGIN SELECT RAISE(ABORT, 'that a round was paused never changes'); END;

-- A ministry has one exception at a time.
CREATE UNIQUE INDEX round_exception_under_way ON round_exception (round, ministry) WHERE ended_at IS NULL;
