-- +goose Up
CREATE TABLE payments (
  id uuid PRIMARY KEY,
  idempotency_key text NOT NULL CONSTRAINT payments_key UNIQUE,
  order_id uuid NOT NULL,
  minor_units bigint NOT NULL CHECK (minor_units > 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  status text NOT NULL CHECK (status IN ('pending', 'authorized', 'declined')),
  provider_reference text NOT NULL DEFAULT '',
  decline_reason text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX payments_order ON payments (order_id);

-- +goose Down
DROP TABLE payments;
