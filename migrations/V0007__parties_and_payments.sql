-- Customers: who they are for the tax office, and an index that finds them by how their names sound. Entries: payments for
-- another day, write-offs and refunds. What is still unpaid is reckoned, never stored.

ALTER TABLE parties
    ADD COLUMN state_code text CHECK (state_code ~ '^[0-9]{2}$'),
    ADD COLUMN gstin      text CHECK (gstin ~ '^[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]$'),
    ADD COLUMN address    text CHECK (char_length(address) BETWEEN 1 AND 300);

-- What customers are found by. The terms are made by the rules of names, in the program; `rules` is their number, so that a
-- server with newer rules makes them anew. Apart from the customer's row, which every entry rewrites.
CREATE TABLE party_terms (
    tenant_id uuid     NOT NULL,
    party_id  uuid     NOT NULL,
    name_key  text     NOT NULL,
    terms     tsvector NOT NULL,
    rules     smallint NOT NULL,
    PRIMARY KEY (tenant_id, party_id),
    FOREIGN KEY (tenant_id, party_id) REFERENCES parties
);

CREATE INDEX party_terms_name ON party_terms (tenant_id, name_key);
CREATE INDEX party_terms_rules ON party_terms (rules);
-- Every term begins with a mark of its shop. No pending list: a search would read all of it.
CREATE INDEX party_terms_terms ON party_terms USING gin (terms) WITH (fastupdate = off);

CALL guard_by_shop('party_terms');
GRANT SELECT, INSERT, UPDATE ON party_terms TO execora_app;

INSERT INTO party_terms SELECT tenant_id, party_id, '', '', 0 FROM parties;

-- Customers whose terms match. It runs as its owner, because row-level security keeps an operator that is not leakproof from
-- any index; it sees the shops of the transaction and no other, as every policy does. Which plan is best is known:
-- a sequential scan looks cheap to a planner that expects many matches.
CREATE FUNCTION find_parties(asked text, most integer) RETURNS TABLE (party_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50
    SET search_path = public, pg_temp SET enable_seqscan = off SET enable_indexscan = off AS $$
BEGIN
    RETURN QUERY SELECT t.party_id FROM party_terms t
        WHERE t.tenant_id = ANY (execora_tenants()) AND t.terms @@ asked::tsquery LIMIT most;
END
$$;

REVOKE EXECUTE ON FUNCTION find_parties FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_parties TO execora_app;
-- Where the owner is no superuser, row-level security holds for it as well: it needs a policy to see anything.
DO $$
BEGIN
    EXECUTE format('CREATE POLICY finder ON party_terms FOR SELECT TO %I USING ((tenant_id = ANY ((SELECT execora_tenants())::uuid[])) IS TRUE)', current_user);
END
$$;

ALTER TABLE entries
    DROP CONSTRAINT entries_kind_check,
    ADD CONSTRAINT entries_kind_check CHECK (kind IN ('opening', 'invoice', 'credit_note', 'payment', 'credit', 'write_off', 'refund', 'reversal')),
    ADD COLUMN effective_on date CHECK (effective_on < (created_at AT TIME ZONE 'Asia/Kolkata')::date);

ALTER TABLE postings
    DROP CONSTRAINT postings_account_check,
    ADD CONSTRAINT postings_account_check CHECK (account IN ('customer', 'sales', 'unbilled', 'cgst', 'sgst', 'igst', 'roundoff',
        'opening', 'written_off', 'cash', 'upi', 'card', 'bank', 'cheque', 'other'));

-- The sequence of an account's last entry before an identity, and so before a moment: 0 where there is none. Entries of an
-- account are numbered without gaps in the order of their identities; the search begins at the newest and doubles its step.
CREATE FUNCTION sequence_before(shop uuid, account uuid, newest bigint, moment uuid) RETURNS bigint
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    low  bigint := newest;
    high bigint := newest;
    step bigint := 1;
    here uuid;
BEGIN
    LOOP
        EXIT WHEN low <= 0;
        SELECT e.entry_id INTO here FROM entries e WHERE e.tenant_id = shop AND e.party_id = account AND e.sequence = low;
        EXIT WHEN here < moment;
        high := low - 1;
        low := low - step;
        step := step * 2;
    END LOOP;
    low := greatest(low, 0);
    -- The entry at `low` is before the moment, or there is none; the one after `high` is not.
    WHILE low < high LOOP
        step := (low + high + 1) / 2;
        SELECT e.entry_id INTO here FROM entries e WHERE e.tenant_id = shop AND e.party_id = account AND e.sequence = step;
        IF here < moment THEN low := step; ELSE high := step - 1; END IF;
    END LOOP;
    RETURN low;
END
$$;

-- What raised an account and is not paid, newest first: payments go to the oldest first, so what is owed is the newest.
-- It looks at the entries up to `newest`, after which `owed` was the balance, as they stood at the moment (NULL: now), and
-- goes no further back than `oldest`.
CREATE FUNCTION open_debits(shop uuid, account uuid, newest bigint, oldest bigint, owed bigint, moment uuid)
    RETURNS TABLE (entry_id uuid, sequence bigint, amount bigint, unpaid bigint, since date)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 5 AS $$
DECLARE
    debit record;
    rest  bigint := owed;
BEGIN
    IF owed <= 0 THEN RETURN; END IF;
    FOR debit IN
        SELECT e.entry_id, e.sequence, e.amount,
               coalesce(e.effective_on, (e.created_at AT TIME ZONE 'Asia/Kolkata')::date) AS since,
               (SELECT true FROM entries r WHERE r.tenant_id = shop AND r.reverses = e.entry_id
                   AND (moment IS NULL OR r.entry_id < moment)) AS is_reversed
        FROM entries e
        WHERE e.tenant_id = shop AND e.party_id = account AND e.sequence BETWEEN oldest AND newest
            AND e.amount > 0 AND e.kind <> 'reversal'
        ORDER BY e.sequence DESC
    LOOP
        CONTINUE WHEN debit.is_reversed;
        entry_id := debit.entry_id;
        sequence := debit.sequence;
        amount := debit.amount;
        since := debit.since;
        unpaid := least(debit.amount, rest);
        rest := rest - unpaid;
        RETURN NEXT;
        EXIT WHEN rest = 0;
    END LOOP;
END
$$;
