-- Whoever called by themselves stands on no list, and is not called but by what they agreed to;
-- 'shown' or 'withheld': whether they showed their number. A number that was withheld has no e164.
ALTER TABLE contacts ADD COLUMN called_in TEXT;
UPDATE contacts SET called_in = 'shown' WHERE id IN
  (SELECT contact_id FROM people WHERE key IS NULL AND data = '{}');
