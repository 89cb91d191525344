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
