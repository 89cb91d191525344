-- Reports of an earlier day go by the day that an entry is for, wherever that is not the day of its posting.

CREATE INDEX entries_dated_back ON entries (tenant_id, party_id, effective_on) WHERE effective_on IS NOT NULL;
CREATE INDEX entries_of_dated_days ON entries (tenant_id, effective_on) WHERE effective_on IS NOT NULL;

-- What an account owed at the end of a day. `newest` is the sequence of its last entry before `next`, the first identity after
-- that day; what was posted since may be for that day or an earlier one.
CREATE FUNCTION balance_on(shop uuid, account uuid, newest bigint, next uuid, day date) RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce((SELECT e.balance_after FROM entries e
            WHERE e.tenant_id = shop AND e.party_id = account AND e.sequence = newest), 0)
        + coalesce((SELECT sum(e.amount) FROM entries e WHERE e.tenant_id = shop AND e.party_id = account
            AND e.effective_on <= day AND e.entry_id >= next), 0)::bigint
$$;

DROP FUNCTION open_debits(uuid, uuid, bigint, bigint, bigint, uuid);

-- What raised an account and is not paid, newest first by the days that they are for. What belongs to a bill alone, its credit
-- notes and the payment that came with it, is taken off that bill; all other payments go to the oldest first, so what is owed
-- is the newest of the rest. It looks at the entries up to `newest`, and at those that were posted later for `day` or before,
-- after all of which `owed` was the balance, as they stood at the moment (NULL: now); `oldest` is as far back as matters.
CREATE FUNCTION open_debits(shop uuid, account uuid, newest bigint, oldest bigint, owed bigint, moment uuid, day date DEFAULT NULL)
    RETURNS TABLE (entry_id uuid, sequence bigint, amount bigint, credited bigint, unpaid bigint, since date)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 5 AS $$
DECLARE
    debits refcursor;
    debit  record;
    rest   bigint := owed;
    until  uuid := coalesce(moment, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
BEGIN
    IF owed <= 0 THEN RETURN; END IF;
    IF EXISTS (SELECT FROM entries e WHERE e.tenant_id = shop AND e.party_id = account AND e.effective_on IS NOT NULL AND e.amount > 0) THEN
        OPEN debits FOR SELECT e.entry_id, e.sequence, e.amount, i.invoice_id, i.payment_entry_id,
                coalesce(e.effective_on, (e.created_at AT TIME ZONE 'Asia/Kolkata')::date) AS own_day
            FROM entries e LEFT JOIN invoices i ON i.tenant_id = shop AND i.entry_id = e.entry_id
            WHERE e.tenant_id = shop AND e.party_id = account AND (e.sequence <= newest OR e.effective_on <= day)
                AND e.amount > 0 AND e.kind <> 'reversal'
            ORDER BY own_day DESC, e.sequence DESC;
    ELSE
        OPEN debits FOR SELECT e.entry_id, e.sequence, e.amount, i.invoice_id, i.payment_entry_id,
                (e.created_at AT TIME ZONE 'Asia/Kolkata')::date AS own_day
            FROM entries e LEFT JOIN invoices i ON i.tenant_id = shop AND i.entry_id = e.entry_id
            WHERE e.tenant_id = shop AND e.party_id = account AND e.sequence BETWEEN oldest AND newest
                AND e.amount > 0 AND e.kind <> 'reversal'
            ORDER BY e.sequence DESC;
    END IF;
    LOOP
        FETCH debits INTO debit;
        EXIT WHEN NOT FOUND;
        CONTINUE WHEN EXISTS (SELECT FROM entries r WHERE r.tenant_id = shop AND r.reverses = debit.entry_id
            AND (r.entry_id < until OR r.effective_on <= day));
        entry_id := debit.entry_id;
        sequence := debit.sequence;
        amount := debit.amount;
        credited := 0;
        unpaid := amount;
        since := debit.own_day;
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
    CLOSE debits;
END
$$;
