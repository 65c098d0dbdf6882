-- Herijking: a proposal to change goals, who was asked for a view, and what was decided.

CREATE TABLE goal_proposal (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  strategy TEXT NOT NULL REFERENCES strategy (id),
  state TEXT NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'heard', 'accepted', 'rejected')),
  version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),  -- grows with every change; a stale save is refused
  effective TEXT NOT NULL,                                 -- first day on which it would hold
  reason TEXT NOT NULL CHECK (reason <> ''),
  paper TEXT,
  cause BLOB REFERENCES development (id),
  plan TEXT NOT NULL CHECK (json_valid(plan)),             -- read and written whole; checked against the goals at every step
  proposed_by BLOB NOT NULL REFERENCES person (id),
  proposed_at TEXT NOT NULL,
  heard_at TEXT,
  decided_by BLOB REFERENCES person (id),
  decided_at TEXT,
  ground TEXT CHECK (ground <> ''),                        -- why it was accepted or rejected
  CHECK ((state IN ('accepted', 'rejected')) = (decided_at IS NOT NULL)),
  CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
  CHECK (state <> 'rejected' OR ground IS NOT NULL)
) STRICT;
CREATE INDEX goal_proposal_strategy ON goal_proposal (strategy, proposed_at);

-- Ministries that were asked for their view; one without a row in goal_view stayed silent.
CREATE TABLE goal_hearing (
  proposal BLOB NOT NULL REFERENCES goal_proposal (id),
  ministry TEXT NOT NULL REFERENCES ministry (code),
  asked_at TEXT NOT NULL,
  PRIMARY KEY (proposal, ministry)
) STRICT, WITHOUT ROWID;

CREATE TABLE goal_view (
  proposal BLOB NOT NULL,
  ministry TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),            -- a later view stands beside the earlier, not in its place
  text TEXT NOT NULL CHECK (text <> ''),
  author BLOB NOT NULL REFERENCES person (id),
  at TEXT NOT NULL,
  PRIMARY KEY (proposal, ministry, version),
  FOREIGN KEY (proposal, ministry) REFERENCES goal_hearing (proposal, ministry)
) STRICT, WITHOUT ROWID;

-- From an old commitment to the one that carries it on under another goal.
CREATE TABLE commitment_successor (
  commitment BLOB NOT NULL REFERENCES commitment (id),
  successor BLOB NOT NULL REFERENCES commitment (id) CHECK (successor <> commitment),
  PRIMARY KEY (commitment, successor)
) STRICT, WITHOUT ROWID;

-- Each goal with itself and all goals of its strategy that carry it on. Whatever hangs on a goal (a reference, a
-- motion, a figure) is found on a day through the one of these that lives on that day, so nothing is rewritten.
CREATE VIEW goal_heir AS
WITH RECURSIVE line (goal, heir, strategy) AS (
  SELECT id, id, strategy FROM goal
  UNION
  SELECT line.goal, goal.id, goal.strategy
  FROM line
  JOIN goal_successor ON goal_successor.goal = line.heir
  JOIN goal ON goal.id = goal_successor.successor AND goal.strategy = line.strategy
)
SELECT goal, heir FROM line;

-- What was said on a goal through all rounds.
CREATE INDEX contribution_goal ON contribution (goal, round);
