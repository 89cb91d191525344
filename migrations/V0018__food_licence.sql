-- The number of the shop's licence or registration to sell food, which stands on every bill of a food business.
ALTER TABLE tenants ADD COLUMN fssai text CHECK (fssai ~ '^[12][0-9]{13}$');

GRANT UPDATE (fssai) ON tenants TO execora_app;
