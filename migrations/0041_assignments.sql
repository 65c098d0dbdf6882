-- An assignment that was taken away stays, so that what was written for it is kept and comes back with it.

ALTER TABLE assignment ADD COLUMN dropped_at TEXT;        -- NULL while it holds
