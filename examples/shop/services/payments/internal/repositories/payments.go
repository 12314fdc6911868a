// Package repositories keeps payments in PostgreSQL.
package repositories

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/acme/shop/services/payments/internal/models"
	"github.com/acme/shop/services/payments/internal/platform/postgres"
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

// Payments in PostgreSQL.
type Payments struct{ pool *pgxpool.Pool }

// NewPayments keeps payments in a database.
func NewPayments(pool *pgxpool.Pool) *Payments { return &Payments{pool} }

const columns = `id, idempotency_key, order_id, minor_units, currency, status, provider_reference, decline_reason, created_at`

// Begin remembers a payment before the provider is asked, and answers with the one that the key has already where there is
// one. Of two calls at the same moment one adds the payment and both get it.
func (p *Payments) Begin(ctx context.Context, payment models.Payment) (models.Payment, error) {
	_, err := p.pool.Exec(ctx, `INSERT INTO payments (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT ON CONSTRAINT payments_key DO NOTHING`,
		payment.ID, payment.Key, payment.OrderID, payment.Amount.MinorUnits, payment.Amount.Currency, payment.Status,
		payment.ProviderReference, payment.DeclineReason, payment.CreatedAt)
	if err != nil {
		return models.Payment{}, wrap("begin payment", err)
	}
	return p.ByKey(ctx, payment.Key)
}

// Finish writes the provider's answer, the first one only: what was authorised stays authorised.
func (p *Payments) Finish(ctx context.Context, payment models.Payment) (models.Payment, error) {
	_, err := p.pool.Exec(ctx, `UPDATE payments
SET status = $2, provider_reference = $3, decline_reason = $4, updated_at = now() WHERE id = $1 AND status = 'pending'`,
		payment.ID, payment.Status, payment.ProviderReference, payment.DeclineReason)
	if err != nil {
		return models.Payment{}, wrap("finish payment", err)
	}
	return p.ByKey(ctx, payment.Key)
}

// ByKey is the payment of a key, or models.ErrNotFound.
func (p *Payments) ByKey(ctx context.Context, key string) (models.Payment, error) {
	var found models.Payment
	err := p.pool.QueryRow(ctx, `SELECT `+columns+` FROM payments WHERE idempotency_key = $1`, key).Scan(
		&found.ID, &found.Key, &found.OrderID, &found.Amount.MinorUnits, &found.Amount.Currency, &found.Status,
		&found.ProviderReference, &found.DeclineReason, &found.CreatedAt)
	if errors.Is(err, pgx.ErrNoRows) {
		return models.Payment{}, models.ErrNotFound
	}
	return found, wrap("find payment", err)
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
