-- The file of one site. Personal data stands in `numbers`, `people` and `cards` and nowhere else:
-- every other table speaks of ids. Instants are milliseconds since 1970 (UTC), handed in by the
-- engine, and may have fractions.

PRAGMA application_id = 0x4341524c; -- 'CARL'

-- One row for the whole site.
CREATE TABLE site (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  last_at REAL -- the latest instant an engine wrote
) STRICT;
INSERT INTO site (id) VALUES (1);

CREATE TABLE campaigns (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  run INTEGER NOT NULL DEFAULT 0 -- how often it was started over
) STRICT;

-- Files that were imported whole.
CREATE TABLE imports (
  campaign_id INTEGER NOT NULL REFERENCES campaigns,
  digest TEXT NOT NULL,
  at REAL NOT NULL,
  PRIMARY KEY (campaign_id, digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE zones (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- Telephone numbers, whoever holds them. The digits without the plus: as a number they make an
-- index a third smaller, and the index of numbers is what costs most in an import.
CREATE TABLE numbers (
  id INTEGER PRIMARY KEY,
  e164 INTEGER UNIQUE
) STRICT;

-- The stop list of the site.
CREATE TABLE stops (
  number_id INTEGER PRIMARY KEY REFERENCES numbers,
  why TEXT NOT NULL,
  at REAL NOT NULL
) STRICT;

CREATE TABLE contacts (
  id INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL REFERENCES campaigns,
  zone_id INTEGER NOT NULL REFERENCES zones,
  priority INTEGER NOT NULL,
  lane INTEGER NOT NULL, -- see src/store/lease-order.ts
  place INTEGER NOT NULL DEFAULT 0, -- 0 in `queue` or in `leases`, 2 at an operator, 3 finished
  due REAL NOT NULL DEFAULT 0, -- from when it may be called; 0: at once
  position INTEGER NOT NULL DEFAULT 0, -- of the phone to call next
  attempts INTEGER NOT NULL DEFAULT 0,
  counts TEXT, -- JSON: attempts by how they ended; null for none
  demand TEXT, -- why it needs a reserved operator; null where it does not
  demand_operator TEXT,
  grace_until REAL,
  finished TEXT, -- why nothing more is done for it
  added_at REAL NOT NULL
) STRICT;

-- Who stands in line. Every lease takes from the head of some lanes, whatever the order, and
-- touches neighbouring rows only: contacts themselves lie all over the file.
CREATE TABLE queue (
  campaign_id INTEGER NOT NULL,
  zone_id INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  due REAL NOT NULL,
  contact_id INTEGER NOT NULL,
  PRIMARY KEY (campaign_id, zone_id, lane, due, contact_id)
) STRICT, WITHOUT ROWID;
-- Those that were given an instant, to tell the ready from the waiting at any moment.
CREATE INDEX queue_later ON queue (campaign_id, due, zone_id, lane) WHERE due > 0;

-- Who was handed to an engine: in the line no more, and not yet anywhere else.
CREATE TABLE leases (
  contact_id INTEGER PRIMARY KEY REFERENCES contacts
) STRICT;

CREATE TABLE phones (
  contact_id INTEGER NOT NULL,
  position INTEGER NOT NULL, -- its place on the contact's list, from 0
  number_id INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  usable INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (contact_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX phones_by_number ON phones (number_id);

CREATE TABLE people (
  contact_id INTEGER PRIMARY KEY,
  key TEXT, -- the contact's name in the manager's own system
  data TEXT NOT NULL -- JSON: the row as it was read
) STRICT;

-- How many contacts stand where, so that nobody has to count them.
CREATE TABLE tallies (
  campaign_id INTEGER NOT NULL REFERENCES campaigns,
  zone_id INTEGER NOT NULL REFERENCES zones,
  slot TEXT NOT NULL, -- see src/store/sqlite/contacts/tallies.ts
  count INTEGER NOT NULL,
  PRIMARY KEY (campaign_id, zone_id, slot)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempts (
  id TEXT PRIMARY KEY,
  contact_id INTEGER NOT NULL REFERENCES contacts,
  campaign_id INTEGER NOT NULL REFERENCES campaigns,
  run INTEGER NOT NULL, -- of the campaign, when it was begun
  position INTEGER NOT NULL,
  number_id INTEGER NOT NULL REFERENCES numbers,
  trunk TEXT NOT NULL,
  caller_id TEXT NOT NULL,
  budget TEXT NOT NULL,
  mode TEXT NOT NULL,
  reserved_for TEXT,
  begun_at REAL NOT NULL,
  rules TEXT NOT NULL,
  placed_at REAL,
  provisional_at REAL,
  answered_at REAL,
  reserved_at REAL,
  connected_at REAL,
  message_started_at REAL,
  message_ended_at REAL,
  ended_at REAL,
  ended_by TEXT,
  operator TEXT,
  sip INTEGER,
  q850 INTEGER,
  outcome TEXT, -- null while the attempt is live
  machine INTEGER NOT NULL DEFAULT 0 -- 1 when the disposition says that a machine answered
) STRICT, WITHOUT ROWID;

CREATE INDEX attempts_of_run ON attempts (campaign_id, run);
-- One live attempt for a contact and for a number, whatever goes wrong above.
CREATE UNIQUE INDEX attempts_live_contact ON attempts (contact_id) WHERE outcome IS NULL;
CREATE UNIQUE INDEX attempts_live_number ON attempts (number_id) WHERE outcome IS NULL;
-- What the abandonment budgets count. An end that is unknown counts when the attempt was begun.
CREATE INDEX attempts_counted
  ON attempts (budget, coalesce(answered_at, begun_at), outcome, machine)
  WHERE outcome IN ('connected', 'abandoned', 'lost');

CREATE TABLE cards (
  attempt_id TEXT PRIMARY KEY REFERENCES attempts,
  operator TEXT NOT NULL,
  opened_at REAL NOT NULL,
  answers TEXT NOT NULL, -- JSON: the draft, then what the card was closed with
  closed_at REAL,
  disposition TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX cards_open ON cards (attempt_id) WHERE closed_at IS NULL;

-- What happened, in the order in which it was written behind.
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  at REAL NOT NULL,
  kind TEXT NOT NULL,
  attempt_id TEXT,
  contact_id INTEGER,
  operator TEXT,
  data TEXT -- JSON: the rest of it, without personal data
) STRICT;
