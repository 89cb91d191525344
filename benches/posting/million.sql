-- A shop with 100,000 customers more and 1,000,000 entries over the last thousand days, all of them sound but for the keys
-- that nobody will ask with. psql --set tenant=UUID
SET session_replication_role = replica;

CREATE TEMP TABLE given AS SELECT g, (ARRAY['Rahul', 'Suresh', 'Meena', 'Pooja', 'Anil', 'Kavita', 'Mohammed', 'Lakshmi', 'Vikas', 'Gurpreet'])[1 + g % 10]
    || ' ' || (ARRAY['Sharma', 'Yadav', 'Gupta', 'Jain', 'Khan', 'Singh', 'Patel', 'Iyer', 'Das', 'Verma', 'Joshi'])[1 + g / 10 % 11] || ' ' || g AS name,
    gen_random_uuid() AS party_id FROM generate_series(1, 100000) g;

INSERT INTO parties (tenant_id, party_id, name, phone, balance, last_sequence, created_at)
SELECT :'tenant'::uuid, party_id, name, '+919' || lpad(g::text, 9, '0'), 1000 * 10, 10, now() - interval '1000 days' FROM given;

-- What they are found by is made by `execora migrate` after this, as after an upgrade.
INSERT INTO party_terms (tenant_id, party_id, name_key, terms, rules) SELECT :'tenant'::uuid, party_id, '', '', 0 FROM given;

UPDATE tenants SET receivable = receivable + 1000 * 10 * 100000 WHERE tenant_id = :'tenant'::uuid;

CREATE TEMP TABLE posted AS SELECT party_id, n AS sequence, at, (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0')
    || '7' || substr(md5(party_id::text || n), 1, 3) || '8' || substr(md5(n || party_id::text), 1, 15))::uuid AS entry_id
FROM (SELECT party_id, n, now() - interval '1000 days' + (n * 99 + g % 99) * interval '1 day' + g % 7 * interval '1 second' AS at
      FROM given, generate_series(1, 10) n) m;

INSERT INTO entries (tenant_id, entry_id, party_id, kind, sequence, amount, balance_after, description, created_at)
SELECT :'tenant'::uuid, entry_id, party_id, 'credit', sequence, 1000, 1000 * sequence, 'udhaar', at FROM posted;

INSERT INTO postings (tenant_id, entry_id, line, account, party_id, amount)
SELECT :'tenant'::uuid, entry_id, 1, 'customer', party_id, 1000 FROM posted
UNION ALL SELECT :'tenant'::uuid, entry_id, 2, 'unbilled', NULL, -1000 FROM posted;

RESET session_replication_role;
