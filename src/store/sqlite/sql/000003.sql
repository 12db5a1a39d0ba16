-- What was promised on a card that was closed with a callback; both null where nothing was.
ALTER TABLE cards ADD COLUMN callback_at REAL;
ALTER TABLE cards ADD COLUMN callback_operator TEXT; -- who keeps the promise; null for anybody
