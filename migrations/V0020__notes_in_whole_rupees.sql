-- A credit note brings what came back of its bill so far to a whole rupee, and the last one to exactly the bill: that may
-- take up to a rupee, or what was cancelled in between.
ALTER TABLE invoices
    DROP CONSTRAINT invoices_round_off_check,
    ADD CONSTRAINT invoices_round_off_check CHECK (round_off BETWEEN -50 AND 50 OR kind = 'credit_note');
