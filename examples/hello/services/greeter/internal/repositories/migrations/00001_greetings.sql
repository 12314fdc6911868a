-- +goose Up
CREATE TABLE greetings (
  name text PRIMARY KEY,
  count bigint NOT NULL CHECK (count > 0)
);

-- +goose Down
DROP TABLE greetings;
