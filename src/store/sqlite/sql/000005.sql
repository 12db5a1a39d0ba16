ALTER TABLE attempts ADD COLUMN recordings TEXT;
