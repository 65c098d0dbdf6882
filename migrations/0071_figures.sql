-- A figure reaches a report when a second person of the ministry agreed to it; a correction is a new row.

CREATE TABLE measurement_approval (
  indicator BLOB NOT NULL,
  reference_date TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  by BLOB NOT NULL REFERENCES person (id),
  at TEXT NOT NULL,
  PRIMARY KEY (indicator, reference_date, recorded_at),
  FOREIGN KEY (indicator, reference_date, recorded_at) REFERENCES measurement (indicator, reference_date, recorded_at)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER measurement_is_final BEFORE UPDATE ON measurement
BEGIN SELECT RAISE(ABORT, 'a measurement is corrected by a new row'); END;
CREATE TRIGGER measurement_stays BEFORE DELETE ON measurement
BEGIN SELECT RAISE(ABORT, 'a measurement is never deleted'); END;
CREATE TRIGGER measurement_approval_is_another_person BEFORE INSERT ON measurement_approval
WHEN NEW.by = (SELECT author FROM measurement WHERE indicator = NEW.indicator
  AND reference_date = NEW.reference_date AND recorded_at = NEW.recorded_at)
BEGIN SELECT RAISE(ABORT, 'recording and approving a figure are two people'); END;
