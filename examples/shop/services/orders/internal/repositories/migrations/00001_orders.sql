-- +goose Up
CREATE TABLE products (
  sku text PRIMARY KEY,
  price_cents bigint NOT NULL CHECK (price_cents > 0)
);
INSERT INTO products (sku, price_cents) VALUES ('mug', 1200), ('teapot', 4900), ('tea', 850), ('kettle', 12900);

CREATE TABLE orders (
  id uuid PRIMARY KEY,
  user_id text NOT NULL,
  idempotency_key text NOT NULL,
  fingerprint bytea NOT NULL,
  status text NOT NULL CHECK (status IN ('pending', 'paid', 'declined')),
  lines jsonb NOT NULL,
  total_cents bigint NOT NULL CHECK (total_cents > 0),
  currency text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT orders_key UNIQUE (user_id, idempotency_key)
);
CREATE INDEX orders_user ON orders (user_id, id DESC);
CREATE INDEX orders_pending ON orders (created_at) WHERE status = 'pending';

-- What is to be published is written in the transaction that makes it true, and sent afterwards.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id uuid NOT NULL CONSTRAINT outbox_event UNIQUE,
  topic text NOT NULL,
  key text NOT NULL,
  body bytea NOT NULL,
  traceparent text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  published_at timestamptz
);
CREATE INDEX outbox_waiting ON outbox (id) WHERE published_at IS NULL;
CREATE INDEX outbox_published ON outbox (published_at) WHERE published_at IS NOT NULL;

-- +goose Down
DROP TABLE outbox;
DROP TABLE orders;
DROP TABLE products;
