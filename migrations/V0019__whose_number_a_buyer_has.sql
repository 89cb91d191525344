-- A buyer may have another number under GST than a business: a department's, a tax deductor's, a UIN.
ALTER TABLE parties
    DROP CONSTRAINT parties_gstin_check,
    ADD CONSTRAINT parties_gstin_check CHECK (gstin ~
        '^[0-9]{2}([A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z|[A-Z]{4}[0-9]{5}[A-Z][0-9]Z|[A-Z]{4}[0-9A-Z][0-9]{4}[A-Z][1-9A-Z]D|[0-9]{2}[A-Z]{3}[0-9]{5}[UO]N)[0-9A-Z]$');

ALTER TABLE invoices
    DROP CONSTRAINT invoices_customer_gstin_check,
    ADD CONSTRAINT invoices_customer_gstin_check CHECK (customer_gstin ~
        '^[0-9]{2}([A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z|[A-Z]{4}[0-9]{5}[A-Z][0-9]Z|[A-Z]{4}[0-9A-Z][0-9]{4}[A-Z][1-9A-Z]D|[0-9]{2}[A-Z]{3}[0-9]{5}[UO]N)[0-9A-Z]$');
