-- What it takes before a spoken command is written: nothing, a yes, from one amount on the amount again, from another a
-- code sent to the owner.
ALTER TABLE tenants
    ADD COLUMN confirm_by          text   NOT NULL DEFAULT 'yes' CHECK (confirm_by IN ('none', 'yes', 'amount', 'code')),
    ADD COLUMN confirm_amount_from bigint DEFAULT 2500000 CHECK (confirm_amount_from > 0),
    ADD COLUMN confirm_code_from   bigint DEFAULT 10000000 CHECK (confirm_code_from > 0);

GRANT UPDATE (confirm_by, confirm_amount_from, confirm_code_from) ON tenants TO execora_app;
