-- What lists say of editions, without the reports themselves: in a row those lie before what is asked for, and a list of
-- twenty would read ten megabytes.
CREATE INDEX edition_listed ON edition (round, number, id, kind, corrects, reason, sha256, frozen_by, frozen_at);
