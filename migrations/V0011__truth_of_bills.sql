-- What is unpaid of a bill: its own credit notes and what was paid with it come off it before anything else.

DROP FUNCTION open_debits(uuid, uuid, bigint, bigint, bigint, uuid);

-- What raised an account and is not paid, newest first. What belongs to a bill alone, its credit notes and the payment that
-- came with it, is taken off that bill; all other payments go to the oldest first, so what is owed is the newest of the rest.
-- It looks at the entries up to `newest`, after which `owed` was the balance, as they stood at the moment (NULL: now), and
-- goes no further back than `oldest`.
CREATE FUNCTION open_debits(shop uuid, account uuid, newest bigint, oldest bigint, owed bigint, moment uuid)
    RETURNS TABLE (entry_id uuid, sequence bigint, amount bigint, credited bigint, unpaid bigint, since date)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 5 AS $$
DECLARE
    debit record;
    rest  bigint := owed;
    until uuid := coalesce(moment, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
BEGIN
    IF owed <= 0 THEN RETURN; END IF;
    FOR debit IN
        SELECT e.entry_id, e.sequence, e.amount, i.invoice_id, i.payment_entry_id,
               coalesce(e.effective_on, (e.created_at AT TIME ZONE 'Asia/Kolkata')::date) AS since,
               (SELECT true FROM entries r WHERE r.tenant_id = shop AND r.reverses = e.entry_id AND r.entry_id < until) AS is_reversed
        FROM entries e LEFT JOIN invoices i ON i.tenant_id = shop AND i.entry_id = e.entry_id
        WHERE e.tenant_id = shop AND e.party_id = account AND e.sequence BETWEEN oldest AND newest
            AND e.amount > 0 AND e.kind <> 'reversal'
        ORDER BY e.sequence DESC
    LOOP
        CONTINUE WHEN debit.is_reversed;
        entry_id := debit.entry_id;
        sequence := debit.sequence;
        amount := debit.amount;
        credited := 0;
        unpaid := amount;
        since := debit.since;
        IF debit.invoice_id IS NOT NULL THEN
            SELECT coalesce(sum(n.total), 0) INTO credited FROM invoices n
                WHERE n.tenant_id = shop AND n.original_id = debit.invoice_id AND n.entry_id < until AND NOT EXISTS (
                    SELECT FROM entries r WHERE r.tenant_id = shop AND r.reverses = n.entry_id AND r.entry_id < until);
            unpaid := unpaid - credited + coalesce((SELECT p.amount FROM entries p
                WHERE p.tenant_id = shop AND p.entry_id = debit.payment_entry_id AND NOT EXISTS (
                    SELECT FROM entries r WHERE r.tenant_id = shop AND r.reverses = p.entry_id AND r.entry_id < until)), 0);
        END IF;
        unpaid := least(unpaid, rest);
        CONTINUE WHEN unpaid <= 0;
        rest := rest - unpaid;
        RETURN NEXT;
        EXIT WHEN rest = 0;
    END LOOP;
END
$$;

-- What was given back of the cash that was handed over with a bill.
ALTER TABLE invoices
    ADD COLUMN change_given bigint NOT NULL DEFAULT 0 CHECK (change_given >= 0),
    DROP CONSTRAINT invoices_total_check,
    -- Goods that were given away may come back: such a credit note comes to nothing.
    ADD CONSTRAINT invoices_total_check CHECK (total > 0 OR (total = 0 AND kind = 'credit_note'));

-- What a drawer has more or less than it should is posted when it is counted. It is on nobody's account: its entry stands
-- with whoever has none, its amount is zero, and only its postings tell.
ALTER TABLE entries
    DROP CONSTRAINT entries_kind_check,
    ADD CONSTRAINT entries_kind_check CHECK (kind IN ('opening', 'invoice', 'credit_note', 'payment', 'credit', 'write_off', 'refund',
        'cash_difference', 'reversal')),
    DROP CONSTRAINT entries_amount_check,
    ADD CONSTRAINT entries_amount_check CHECK (CASE kind WHEN 'cash_difference' THEN amount = 0
        WHEN 'credit_note' THEN amount <= 0 WHEN 'reversal' THEN true ELSE amount <> 0 END);

ALTER TABLE postings
    DROP CONSTRAINT postings_account_check,
    ADD CONSTRAINT postings_account_check CHECK (account IN ('customer', 'sales', 'unbilled', 'cgst', 'sgst', 'igst', 'roundoff',
        'opening', 'written_off', 'cash_difference', 'cash', 'upi', 'card', 'bank', 'cheque', 'other'));

ALTER TABLE day_closes
    ADD COLUMN entry_id uuid,
    ADD FOREIGN KEY (tenant_id, entry_id) REFERENCES entries;

-- The shop as it was: its settings whole after each change, under the change's place in the audit trail; 0 is how it was made
-- or first kept. A bill shows the newest that is not after its own place: nothing of it is copied to the bill.
CREATE TABLE shop_versions (
    tenant_id      uuid        NOT NULL REFERENCES tenants,
    audit_sequence bigint      NOT NULL CHECK (audit_sequence >= 0),
    shop           jsonb       NOT NULL,
    created_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, audit_sequence)
);

-- A row of tenants under the names of the program's own settings. It takes the row as JSON, so that columns may come later.
CREATE FUNCTION settings_of(made jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE RETURN jsonb_build_object(
    'name', made -> 'name', 'stateCode', made -> 'state_code', 'gstin', made -> 'gstin',
    'scheme', CASE WHEN made ->> 'gstin' IS NULL THEN 'unregistered'
        WHEN (made ->> 'is_composition')::boolean THEN 'composition' ELSE 'regular' END,
    'address', made -> 'address', 'phone', made -> 'phone', 'upiId', made -> 'upi_id', 'upiName', made -> 'upi_name',
    'series', made -> 'series', 'oversell', made -> 'oversell', 'roundTo', made -> 'round_to',
    'lowStockMilli', made -> 'low_stock', 'amountMaxPaise', made -> 'amount_max', 'quantityMaxMilli', made -> 'quantity_max');

CREATE FUNCTION keep_first_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO shop_versions VALUES (NEW.tenant_id, 0, settings_of(to_jsonb(NEW)), NEW.created_at);
    RETURN NULL;
END
$$;

INSERT INTO shop_versions SELECT tenant_id, 0, settings_of(to_jsonb(t)), created_at FROM tenants t;
CREATE TRIGGER first_version AFTER INSERT ON tenants FOR EACH ROW EXECUTE FUNCTION keep_first_version();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON shop_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CALL guard_by_shop('shop_versions');
GRANT SELECT, INSERT ON shop_versions TO execora_app;

-- What becomes of a product and how a day is closed are parts of their commands' links in the audit trail.
ALTER TABLE product_changes ADD COLUMN audit_sequence bigint;
ALTER TABLE day_closes ADD COLUMN audit_sequence bigint;
