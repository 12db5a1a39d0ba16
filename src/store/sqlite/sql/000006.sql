-- Who calls back is found by what they were shown last.
CREATE INDEX attempts_by_number ON attempts (number_id, caller_id);
