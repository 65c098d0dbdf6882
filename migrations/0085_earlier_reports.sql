-- Reports that were made before, outside this program: the file as it was published, and what is known of it. They are what
-- the first report made here is compared with.

CREATE TABLE earlier_report (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  strategy TEXT NOT NULL REFERENCES strategy (id),
  slug TEXT NOT NULL UNIQUE CHECK (slug GLOB '[0-9]*-[0-9]*'), -- in addresses: "2016-2018"
  title TEXT NOT NULL CHECK (title <> ''),
  period_from TEXT NOT NULL,
  period_until TEXT NOT NULL CHECK (period_until >= period_from),
  published_on TEXT NOT NULL,
  paper TEXT,                                              -- Kamerstuk: "33 694, nr. 12"; NULL when it has none
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64), -- of the file
  pages INTEGER NOT NULL CHECK (pages > 0),
  replaces BLOB UNIQUE REFERENCES earlier_report (id),
  reason TEXT CHECK (reason <> ''),                        -- why it replaces
  recorded_by BLOB NOT NULL REFERENCES person (id),
  recorded_at TEXT NOT NULL,
  CHECK ((replaces IS NULL) = (reason IS NULL))
) STRICT;

-- Apart, so that a list reads no megabytes.
CREATE TABLE earlier_report_file (
  report BLOB NOT NULL PRIMARY KEY REFERENCES earlier_report (id) ON DELETE CASCADE,
  bytes BLOB NOT NULL CHECK (length(bytes) > 0)
) STRICT;

-- What it said of goals, as far as that is known.
CREATE TABLE earlier_report_goal (
  report BLOB NOT NULL REFERENCES earlier_report (id) ON DELETE CASCADE,
  goal BLOB NOT NULL REFERENCES goal (id),
  strategy TEXT NOT NULL,
  rating TEXT,                                             -- NULL when it gave none
  summary TEXT NOT NULL,                                   -- what it said, in short; may be empty
  PRIMARY KEY (report, goal),
  FOREIGN KEY (strategy, rating) REFERENCES rating (strategy, id),
  CHECK (rating IS NOT NULL OR summary <> '')
) STRICT, WITHOUT ROWID;

CREATE TABLE earlier_report_release (
  report BLOB NOT NULL PRIMARY KEY REFERENCES earlier_report (id),
  by BLOB NOT NULL REFERENCES person (id),
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Nothing of it changes; until it is released it can be taken away and recorded anew.
CREATE TRIGGER earlier_report_never_changes BEFORE UPDATE ON earlier_report
BEGIN SELECT RAISE(ABORT, 'an earlier report is replaced by another'); END;
CREATE TRIGGER earlier_report_file_never_changes BEFORE UPDATE ON earlier_report_file
BEGIN SELECT RAISE(ABORT, 'an earlier report is replaced by another'); END;
CREATE TRIGGER earlier_report_goal_never_changes BEFORE UPDATE ON earlier_report_goal
BEGIN SELECT RAISE(ABORT, 'an earlier report is replaced by another'); END;
CREATE TRIGGER earlier_report_stays BEFORE DELETE ON earlier_report
WHEN EXISTS (SELECT 1 FROM earlier_report_release WHERE report = OLD.id)
BEGIN SELECT RAISE(ABORT, 'a released report is never deleted'); END;
CREATE TRIGGER earlier_report_file_stays BEFORE DELETE ON earlier_report_file
WHEN EXISTS (SELECT 1 FROM earlier_report_release WHERE report = OLD.report)
BEGIN SELECT RAISE(ABORT, 'a released report is never deleted'); END;
CREATE TRIGGER earlier_report_goal_stays BEFORE DELETE ON earlier_report_goal
WHEN EXISTS (SELECT 1 FROM earlier_report_release WHERE report = OLD.report)
BEGIN SELECT RAISE(ABORT, 'a released report is never deleted'); END;
CREATE TRIGGER earlier_report_goal_comes_with_its_report BEFORE INSERT ON earlier_report_goal
WHEN EXISTS (SELECT 1 FROM earlier_report_release WHERE report = NEW.report)
BEGIN SELECT RAISE(ABORT, 'a released report never changes'); END;
CREATE TRIGGER earlier_report_release_never_changes BEFORE UPDATE ON earlier_report_release
BEGIN SELECT RAISE(ABORT, 'a release never changes'); END;
CREATE TRIGGER earlier_report_release_is_never_deleted BEFORE DELETE ON earlier_report_release
BEGIN SELECT RAISE(ABORT, 'a release is never deleted'); END;
CREATE TRIGGER earlier_report_release_is_another_person BEFORE INSERT ON earlier_report_release
WHEN NEW.by = (SELECT recorded_by FROM earlier_report WHERE id = NEW.report)
BEGIN SELECT RAISE(ABORT, 'recording and releasing are two people'); END;
