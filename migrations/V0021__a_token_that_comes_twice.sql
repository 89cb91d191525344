-- A refresh token that comes again at once gets the successor that it got: chance and the token itself make that one, and
-- only the chance is kept, so neither the table nor an old token alone leads to it.
ALTER TABLE refresh_tokens ADD COLUMN chance bytea CHECK (octet_length(chance) = 32);

GRANT UPDATE (chance) ON refresh_tokens TO execora_app;
