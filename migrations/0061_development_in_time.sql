-- Trends and threats that come and go: why one was added after the strategy was adopted, and why one lapsed.

ALTER TABLE development ADD COLUMN added_reason TEXT CHECK (added_reason <> '');
ALTER TABLE development ADD COLUMN lapsed_reason TEXT CHECK (lapsed_reason <> '');
