-- The rival's street: 100 shops with 100 customers and 40 products each, identities that pgbench can reckon.
INSERT INTO tenants (tenant_id, name, state_code, created_at)
SELECT ('00000000-0000-7000-8000-' || lpad(s::text, 12, '0'))::uuid, 'Shop ' || s, '27', now() FROM generate_series(1, 100) s;

INSERT INTO parties (tenant_id, party_id, name, created_at)
SELECT tenant_id, ('00000000-0000-7000-8001-' || lpad(n::text, 12, '0'))::uuid, 'Customer ' || n, now()
FROM tenants, generate_series(1, 100) n;

INSERT INTO products (tenant_id, product_id, name, unit, price, tax_rate_bp, stock, created_at)
SELECT tenant_id, ('00000000-0000-7000-8002-' || lpad(n::text, 12, '0'))::uuid, 'Product ' || n, 'kg',
    4000 + 10 * n, 500, 1000000000000, now()
FROM tenants, generate_series(1, 40) n;

INSERT INTO stock_movements (tenant_id, movement_id, product_id, quantity, reason, created_at)
SELECT tenant_id, gen_random_uuid(), product_id, stock, 'opening', now() FROM products;

ANALYZE;
