\set shop random(1, :shops)
\set customer random(1, 100)
\set first random(1, 39)
WITH number AS (
    INSERT INTO invoice_series AS s (tenant_id, series, financial_year, last_number)
    VALUES (('00000000-0000-7000-8000-' || lpad(:shop::text, 12, '0'))::uuid, 'INV', '26-27', 1)
    ON CONFLICT (tenant_id, series, financial_year) DO UPDATE SET last_number = s.last_number + 1
    RETURNING last_number, 'INV/26-27/' || lpad(last_number::text, 6, '0') AS text,
        gen_random_uuid() AS entry_id, gen_random_uuid() AS invoice_id
), lines AS MATERIALIZED (
    SELECT n.line, p.product_id, p.name, p.unit, p.tax_rate_bp, p.price AS rate, 1000 * n.line AS quantity, p.price * n.line AS total,
        round(p.price * n.line * p.tax_rate_bp::numeric / (2 * (10000 + p.tax_rate_bp)))::bigint AS tax
    FROM (VALUES (1::smallint), (2::smallint)) n(line)
    JOIN products p ON p.tenant_id = ('00000000-0000-7000-8000-' || lpad(:shop::text, 12, '0'))::uuid
        AND p.product_id = ('00000000-0000-7000-8002-' || lpad((:first + n.line - 1)::text, 12, '0'))::uuid
), bill AS (
    SELECT sum(total - 2 * tax)::bigint AS taxable, sum(tax)::bigint AS tax, (round(sum(total) / 100.0) * 100)::bigint AS total,
        (round(sum(total) / 100.0) * 100 - sum(total))::bigint AS round_off FROM lines
), party AS (
    UPDATE parties SET balance = balance + bill.total, last_sequence = last_sequence + 1 FROM bill, number
    WHERE tenant_id = ('00000000-0000-7000-8000-' || lpad(:shop::text, 12, '0'))::uuid
        AND party_id = ('00000000-0000-7000-8001-' || lpad(:customer::text, 12, '0'))::uuid
    RETURNING party_id, parties.name, balance, last_sequence
), entry AS (
    INSERT INTO entries (tenant_id, entry_id, party_id, kind, sequence, amount, balance_after, invoice_number, created_at)
    SELECT ('00000000-0000-7000-8000-' || lpad(:shop::text, 12, '0'))::uuid, entry_id, party_id, 'invoice', last_sequence, bill.total, balance, text, now()
    FROM number, party, bill
), posted AS (
    INSERT INTO postings (tenant_id, entry_id, line, account, party_id, amount)
    SELECT ('00000000-0000-7000-8000-' || lpad(:shop::text, 12, '0'))::uuid, entry_id, p.line, p.account, p.party_id, p.amount
    FROM number, party, bill, LATERAL (VALUES (1::smallint, 'customer', party.party_id, bill.total), (2::smallint, 'sales', NULL, -bill.taxable),
        (3::smallint, 'cgst', NULL, -bill.tax), (4::smallint, 'sgst', NULL, -bill.tax), (5::smallint, 'roundoff', NULL, -bill.round_off))
        p(line, account, party_id, amount) WHERE p.amount <> 0
), invoice AS (
    INSERT INTO invoices (tenant_id, invoice_id, series, financial_year, running_number, number, status, party_id, party_name, taxable,
        cgst, sgst, round_off, total, entry_id, balance_after, created_at)
    SELECT ('00000000-0000-7000-8000-' || lpad(:shop::text, 12, '0'))::uuid, invoice_id, 'INV', '26-27', last_number, text, 'confirmed', party_id, party.name, bill.taxable,
        bill.tax, bill.tax, bill.round_off, bill.total, entry_id, balance, now()
    FROM number, party, bill
), items AS (
    INSERT INTO invoice_items (tenant_id, invoice_id, line, product_id, name, unit, quantity, rate, tax_rate_bp, taxable, cgst, sgst, total)
    SELECT ('00000000-0000-7000-8000-' || lpad(:shop::text, 12, '0'))::uuid, invoice_id, line, product_id, name, unit, quantity, rate, tax_rate_bp, total - 2 * tax, tax, tax, total
    FROM number, lines
), moved AS (
    INSERT INTO stock_movements (tenant_id, movement_id, product_id, quantity, reason, entry_id, created_at)
    SELECT ('00000000-0000-7000-8000-' || lpad(:shop::text, 12, '0'))::uuid, gen_random_uuid(), product_id, -quantity, 'sale', entry_id, now() FROM number, lines
), stock AS (
    UPDATE products SET stock = stock - lines.quantity FROM lines, number
    WHERE tenant_id = ('00000000-0000-7000-8000-' || lpad(:shop::text, 12, '0'))::uuid AND products.product_id = lines.product_id
), answer AS (
    INSERT INTO idempotency (tenant_id, key, request_hash, response, created_at)
    SELECT ('00000000-0000-7000-8000-' || lpad(:shop::text, 12, '0'))::uuid, gen_random_uuid()::text, sha256(invoice_id::text::bytea),
        jsonb_build_object('Invoice', jsonb_build_object('id', invoice_id, 'number', text, 'status', 'confirmed', 'customerId', party_id,
            'customerName', party.name, 'taxablePaise', bill.taxable, 'cgstPaise', bill.tax, 'sgstPaise', bill.tax, 'roundOffPaise', bill.round_off,
            'totalPaise', bill.total, 'notes', NULL, 'entryId', entry_id, 'balancePaise', balance, 'createdAt', now(),
            'items', (SELECT jsonb_agg(jsonb_build_object('productId', product_id, 'name', name, 'unit', unit, 'quantityMilli', quantity,
                'ratePaise', rate, 'taxRateBp', tax_rate_bp, 'taxablePaise', total - 2 * tax, 'cgstPaise', tax, 'sgstPaise', tax,
                'totalPaise', total)) FROM lines))), now()
    FROM number, party, bill
), told AS (
    INSERT INTO outbox (tenant_id, outbox_id, topic, entry_id, created_at)
    SELECT ('00000000-0000-7000-8000-' || lpad(:shop::text, 12, '0'))::uuid, entry_id, 'entry', entry_id, now() FROM number
)
SELECT text, balance FROM number, party;
