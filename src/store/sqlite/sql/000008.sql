-- JSON: who of several operators was in the talk, and when. Null where it was one, to its end.
ALTER TABLE attempts ADD COLUMN talks TEXT;
