-- A campaign that somebody stopped stays so until somebody starts it.
ALTER TABLE campaigns ADD COLUMN stopped INTEGER NOT NULL DEFAULT 0;
