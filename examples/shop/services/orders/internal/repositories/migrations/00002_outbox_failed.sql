-- +goose Up
-- When an event could not be sent last: it goes behind the others.
ALTER TABLE outbox ADD COLUMN failed_at timestamptz;
CREATE INDEX outbox_next ON outbox (failed_at NULLS FIRST, id) WHERE published_at IS NULL;
DROP INDEX outbox_waiting;

-- +goose Down
CREATE INDEX outbox_waiting ON outbox (id) WHERE published_at IS NULL;
DROP INDEX outbox_next;
ALTER TABLE outbox DROP COLUMN failed_at;
