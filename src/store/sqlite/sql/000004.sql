-- What pacing has learned of a campaign, for the next engine to go on from: JSON, nobody's data.
CREATE TABLE learned (
  campaign_id INTEGER PRIMARY KEY REFERENCES campaigns,
  at REAL NOT NULL,
  data TEXT NOT NULL
) STRICT;
