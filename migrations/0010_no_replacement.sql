-- INSERT OR REPLACE deletes without firing delete triggers: what never changes must refuse the insert itself.

CREATE TRIGGER revision_is_never_replaced BEFORE INSERT ON revision
WHEN EXISTS (SELECT 1 FROM revision WHERE contribution = NEW.contribution AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'a revision never changes'); END;
CREATE TRIGGER revision_commitment_is_never_replaced BEFORE INSERT ON revision_commitment
WHEN EXISTS (SELECT 1 FROM revision_commitment
             WHERE contribution = NEW.contribution AND number = NEW.number AND commitment = NEW.commitment)
BEGIN SELECT RAISE(ABORT, 'a revision never changes'); END;
CREATE TRIGGER revision_source_is_never_replaced BEFORE INSERT ON revision_source
WHEN EXISTS (SELECT 1 FROM revision_source
             WHERE contribution = NEW.contribution AND number = NEW.number AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'a revision never changes'); END;

CREATE TRIGGER edition_release_is_never_replaced BEFORE INSERT ON edition_release
WHEN EXISTS (SELECT 1 FROM edition_release WHERE edition = NEW.edition)
BEGIN SELECT RAISE(ABORT, 'a release never changes'); END;
CREATE TRIGGER edition_paper_never_changes BEFORE UPDATE ON edition_paper
BEGIN SELECT RAISE(ABORT, 'recorded papers are corrected by a new row'); END;
CREATE TRIGGER edition_paper_is_never_replaced BEFORE INSERT ON edition_paper
WHEN EXISTS (SELECT 1 FROM edition_paper
             WHERE edition = NEW.edition AND house = NEW.house AND recorded_at = NEW.recorded_at)
BEGIN SELECT RAISE(ABORT, 'recorded papers are corrected by a new row'); END;

CREATE TRIGGER event_is_never_replaced BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE seq = NEW.seq OR hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'the log never changes'); END;
