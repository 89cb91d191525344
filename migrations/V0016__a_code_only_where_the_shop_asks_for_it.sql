-- A code is sent only where the shop asks for it: on a machine that sends no messages, a high amount is said again.
ALTER TABLE tenants ALTER COLUMN confirm_code_from DROP DEFAULT;
