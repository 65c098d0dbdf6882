-- Single sign-on: which person of ours someone is at a provider. Bound once, by an address that the provider vouches for;
-- from then on by the subject alone, so that an address which goes to a colleague does not take the account along.

CREATE TABLE subject (
  issuer TEXT NOT NULL CHECK (issuer <> ''),
  subject TEXT NOT NULL CHECK (subject <> ''),
  person BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  since TEXT NOT NULL,
  PRIMARY KEY (issuer, subject),
  UNIQUE (person, issuer)
) STRICT, WITHOUT ROWID;
