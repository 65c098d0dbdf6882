-- What can be looked for: goals, contributions, and sections of released editions. The words lie in an index beside the
-- tables; who may find what is asked of the tables themselves, when someone searches.

CREATE TABLE search_entry (
  id INTEGER NOT NULL PRIMARY KEY,                         -- the row of search_text
  goal BLOB UNIQUE REFERENCES goal (id) ON DELETE CASCADE,
  contribution BLOB UNIQUE REFERENCES contribution (id) ON DELETE CASCADE,
  edition BLOB REFERENCES edition (id) ON DELETE CASCADE,
  anchor TEXT,                                             -- of the section within its edition: 'doel-6'
  UNIQUE (edition, anchor),
  CHECK ((goal IS NOT NULL) + (contribution IS NOT NULL) + (edition IS NOT NULL) = 1),
  CHECK ((anchor IS NULL) = (edition IS NULL))
) STRICT;

-- Accents and capitals make no difference. A virtual table cannot be STRICT. Prefixes of three letters and more are
-- looked up at once.
CREATE VIRTUAL TABLE search_text USING fts5 (title, body, tokenize = "unicode61 remove_diacritics 2", prefix = '3 4');
INSERT INTO search_text (search_text, rank) VALUES ('rank', 'bm25(6.0, 1.0)'); -- a word in a title weighs more

CREATE TRIGGER search_entry_goes AFTER DELETE ON search_entry
BEGIN
  DELETE FROM search_text WHERE rowid = old.id;
END;

-- A goal is found by its title, its promise and everything that was said would be done for it.
CREATE VIEW search_goal AS
SELECT e.id, v.goal, replace(v.title, 'ĳ', 'ij') AS title,
  replace(v.promise || char(10) || coalesce((SELECT group_concat(c.text, char(10)) FROM commitment AS c
    WHERE c.goal = v.goal AND c.valid_until IS NULL), ''), 'ĳ', 'ij') AS body
FROM goal_version AS v JOIN search_entry AS e ON e.goal = v.goal
WHERE v.valid_from = (SELECT max(valid_from) FROM goal_version WHERE goal = v.goal);

CREATE TRIGGER search_goal_version_new AFTER INSERT ON goal_version
BEGIN
  INSERT INTO search_entry (goal) SELECT new.goal WHERE NOT EXISTS (SELECT 1 FROM search_entry WHERE goal = new.goal);
  DELETE FROM search_text WHERE rowid = (SELECT id FROM search_entry WHERE goal = new.goal);
  INSERT INTO search_text (rowid, title, body) SELECT id, title, body FROM search_goal WHERE goal = new.goal;
END;
CREATE TRIGGER search_goal_version_changed AFTER UPDATE OF title, promise ON goal_version
BEGIN
  DELETE FROM search_text WHERE rowid = (SELECT id FROM search_entry WHERE goal = new.goal);
  INSERT INTO search_text (rowid, title, body) SELECT id, title, body FROM search_goal WHERE goal = new.goal;
END;
CREATE TRIGGER search_commitment_new AFTER INSERT ON commitment
BEGIN
  DELETE FROM search_text WHERE rowid = (SELECT id FROM search_entry WHERE goal = new.goal);
  INSERT INTO search_text (rowid, title, body) SELECT id, title, body FROM search_goal WHERE goal = new.goal;
END;
CREATE TRIGGER search_commitment_changed AFTER UPDATE OF text, valid_until ON commitment
BEGIN
  DELETE FROM search_text WHERE rowid = (SELECT id FROM search_entry WHERE goal = new.goal);
  INSERT INTO search_text (rowid, title, body) SELECT id, title, body FROM search_goal WHERE goal = new.goal;
END;

-- A contribution is found by its newest revision, which is what its readers see. Never by the internal note: it is
-- read by its own ministry alone.
CREATE TRIGGER search_revision_new AFTER INSERT ON revision
BEGIN
  INSERT INTO search_entry (contribution)
    SELECT new.contribution WHERE NOT EXISTS (SELECT 1 FROM search_entry WHERE contribution = new.contribution);
  DELETE FROM search_text WHERE rowid = (SELECT id FROM search_entry WHERE contribution = new.contribution);
  INSERT INTO search_text (rowid, title, body)
    SELECT id, '', replace(new.achieved || char(10) || new.obstacles || char(10) || new.outlook || char(10)
      || coalesce(new.no_contribution, ''), 'ĳ', 'ij')
    FROM search_entry WHERE contribution = new.contribution;
END;
-- The lines on commitments follow their revision.
CREATE TRIGGER search_revision_line AFTER INSERT ON revision_commitment WHEN new.line <> ''
BEGIN
  UPDATE search_text SET body = body || char(10) || replace(new.line, 'ĳ', 'ij')
    WHERE rowid = (SELECT id FROM search_entry WHERE contribution = new.contribution);
END;

-- What is there already.
INSERT INTO search_entry (goal) SELECT id FROM goal;
INSERT INTO search_text (rowid, title, body) SELECT id, title, body FROM search_goal;
INSERT INTO search_entry (contribution) SELECT id FROM contribution WHERE revision > 0;
INSERT INTO search_text (rowid, title, body)
  SELECT e.id, '', replace(v.achieved || char(10) || v.obstacles || char(10) || v.outlook || char(10)
    || coalesce(v.no_contribution, '') || coalesce((SELECT char(10) || group_concat(line, char(10))
      FROM revision_commitment WHERE contribution = v.contribution AND number = v.number AND line <> ''), ''), 'ĳ', 'ij')
  FROM search_entry AS e JOIN contribution AS c ON c.id = e.contribution
  JOIN revision AS v ON v.contribution = c.id AND v.number = c.revision;
