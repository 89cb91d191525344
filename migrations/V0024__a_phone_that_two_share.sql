-- Two of one family may have one phone, where somebody said so. Whether a phone is somebody's already is decided under the shop's
-- lock; the index finds who has it.

DROP INDEX parties_phone;
CREATE INDEX parties_phone ON parties (tenant_id, phone) WHERE is_active;
