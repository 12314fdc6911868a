// Package repositories keeps orders and their events in PostgreSQL.
package repositories

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/acme/shop/services/orders/internal/models"
	"github.com/acme/shop/services/orders/internal/platform/postgres"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations of the schema.
func Migrations() fs.FS {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // the folder is part of the binary
	}
	return files
}

// Orders in PostgreSQL.
type Orders struct{ pool *pgxpool.Pool }

// NewOrders keeps orders in a database.
func NewOrders(pool *pgxpool.Pool) *Orders { return &Orders{pool} }

const columns = "id, user_id, idempotency_key, fingerprint, status, lines, total_cents, currency, created_at"

// Products finds the prices of some products; what the shop does not have is missing in the answer.
func (o *Orders) Products(ctx context.Context, skus []string) (map[string]models.Product, error) {
	rows, err := o.pool.Query(ctx, "SELECT sku, price_cents FROM products WHERE sku = ANY($1)", skus)
	if err != nil {
		return nil, wrap("find products", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[models.Product])
	if err != nil {
		return nil, wrap("find products", err)
	}
	found := make(map[string]models.Product, len(list))
	for _, product := range list {
		found[product.SKU] = product
	}
	return found, nil
}

// Begin remembers an order before it is paid, and answers with the one that the user's key has already where there is one.
// Of two requests at the same moment one adds the order and both get it.
func (o *Orders) Begin(ctx context.Context, order models.Order) (models.Order, error) {
	lines, err := json.Marshal(order.Lines)
	if err != nil {
		return models.Order{}, fmt.Errorf("begin order: %w", err)
	}
	_, err = o.pool.Exec(ctx, `INSERT INTO orders (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT ON CONSTRAINT orders_key DO NOTHING`,
		order.ID, order.UserID, order.Key, order.Fingerprint[:], order.Status, lines, order.TotalCents, order.Currency,
		order.CreatedAt)
	if err != nil {
		return models.Order{}, wrap("begin order", err)
	}
	return o.ByKey(ctx, order.UserID, order.Key)
}

// Settle ends the wait for a payment. Of a paid order the event is written in the same transaction; an order that was
// settled already stays as it is, with the event that it has.
func (o *Orders) Settle(ctx context.Context, order models.Order, status models.Status, traceparent string) (models.Order, error) {
	settled := order
	settled.Status = status
	err := pgx.BeginFunc(ctx, o.pool, func(tx pgx.Tx) error {
		result, err := tx.Exec(ctx, "UPDATE orders SET status = $2, updated_at = now() WHERE id = $1 AND status = 'pending'",
			order.ID, status)
		if err != nil {
			return err
		}
		if result.RowsAffected() == 0 {
			settled, err = one(ctx, tx, "id = $1", order.ID)
			return err
		}
		if status != models.Paid {
			return nil
		}
		return addEvent(ctx, tx, settled, traceparent)
	})
	return settled, wrap("settle order", err)
}

// addEvent writes an event, once.
func addEvent(ctx context.Context, tx pgx.Tx, order models.Order, traceparent string) error {
	event, body, err := models.NewEvent(order, time.Now().UTC())
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO outbox (event_id, topic, key, body, traceparent) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT ON CONSTRAINT outbox_event DO NOTHING`, event.ID, models.Topic, order.ID.String(), body, traceparent)
	return err
}

// ByKey is the order of a user's key, or models.ErrNotFound.
func (o *Orders) ByKey(ctx context.Context, userID, key string) (models.Order, error) {
	found, err := one(ctx, o.pool, "user_id = $1 AND idempotency_key = $2", userID, key)
	return found, wrap("find order", err)
}

// ByID is one order, or models.ErrNotFound.
func (o *Orders) ByID(ctx context.Context, id uuid.UUID) (models.Order, error) {
	found, err := one(ctx, o.pool, "id = $1", id)
	return found, wrap("find order", err)
}

// OfUser is the newest orders of a user.
func (o *Orders) OfUser(ctx context.Context, userID string, limit int) ([]models.Order, error) {
	return o.list(ctx, "user_id = $1 ORDER BY id DESC LIMIT $2", userID, limit)
}

// PendingBefore is the oldest orders that wait for their payment, of those made after another one: ids rise with the time.
func (o *Orders) PendingBefore(ctx context.Context, before time.Time, after uuid.UUID, limit int) ([]models.Order, error) {
	return o.list(ctx, "status = 'pending' AND created_at < $1 AND id > $2 ORDER BY id LIMIT $3", before, after, limit)
}

func (o *Orders) list(ctx context.Context, where string, arguments ...any) ([]models.Order, error) {
	rows, err := o.pool.Query(ctx, "SELECT "+columns+" FROM orders WHERE "+where, arguments...)
	if err != nil {
		return nil, wrap("list orders", err)
	}
	list, err := pgx.CollectRows(rows, scan)
	return list, wrap("list orders", err)
}

type querier interface {
	Query(ctx context.Context, sql string, arguments ...any) (pgx.Rows, error)
}

func one(ctx context.Context, from querier, where string, arguments ...any) (models.Order, error) {
	rows, err := from.Query(ctx, "SELECT "+columns+" FROM orders WHERE "+where, arguments...)
	if err != nil {
		return models.Order{}, err
	}
	found, err := pgx.CollectExactlyOneRow(rows, scan)
	if errors.Is(err, pgx.ErrNoRows) {
		return models.Order{}, models.ErrNotFound
	}
	return found, err
}

func scan(row pgx.CollectableRow) (models.Order, error) {
	var order models.Order
	var fingerprint []byte
	err := row.Scan(&order.ID, &order.UserID, &order.Key, &fingerprint, &order.Status, &order.Lines, &order.TotalCents,
		&order.Currency, &order.CreatedAt)
	copy(order.Fingerprint[:], fingerprint)
	return order, err
}

func wrap(what string, err error) error {
	switch {
	case err == nil:
		return nil
	case postgres.IsDown(err):
		return fmt.Errorf("%s: %w: %w", what, models.ErrUnavailable, err)
	default:
		return fmt.Errorf("%s: %w", what, err)
	}
}
