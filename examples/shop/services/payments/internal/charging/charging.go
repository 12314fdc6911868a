// Package charging takes money, once per key.
package charging

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"github.com/acme/shop/services/payments/internal/models"
)

// patience with the provider: below the time-out of the callers.
const patience = 2 * time.Second

// Payments is where payments are kept.
type Payments interface {
	Begin(ctx context.Context, payment models.Payment) (models.Payment, error)
	Finish(ctx context.Context, payment models.Payment) (models.Payment, error)
	ByKey(ctx context.Context, key string) (models.Payment, error)
}

// Answer of a provider.
type Answer struct {
	Reference string
	// Declined is why there is no money, empty where there is.
	Declined string
}

// Provider moves the money. It must answer the same key with the same answer.
type Provider interface {
	Authorize(ctx context.Context, key string, amount models.Money) (Answer, error)
}

// Charging takes money.
type Charging struct {
	log      *slog.Logger
	payments Payments
	provider Provider
}

// New asks a provider and remembers what it said.
func New(log *slog.Logger, payments Payments, provider Provider) *Charging {
	return &Charging{log, payments, provider}
}

// Authorize takes an amount, or answers with what became of it the first time. The payment is remembered before the
// provider is asked: whatever dies in between, the next call with the key asks the provider for the same payment again.
func (c *Charging) Authorize(ctx context.Context, r models.Request) (models.Payment, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return models.Payment{}, fmt.Errorf("authorize: %w", err)
	}
	payment, err := c.payments.Begin(ctx, models.Payment{
		ID: id, Key: r.Key, OrderID: r.OrderID, Amount: r.Amount, Status: models.Pending,
		CreatedAt: time.Now().UTC().Truncate(time.Microsecond),
	})
	if err != nil {
		return models.Payment{}, err
	}
	if !payment.Same(r) {
		return models.Payment{}, models.ErrKeyTaken
	}
	if payment.Status != models.Pending {
		return payment, nil
	}
	asking, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	answer, err := c.provider.Authorize(asking, payment.ID.String(), payment.Amount)
	if err != nil {
		return models.Payment{}, errors.Join(models.ErrUnavailable, fmt.Errorf("provider: %w", err))
	}
	payment.Status, payment.ProviderReference, payment.DeclineReason = models.Authorized, answer.Reference, answer.Declined
	if answer.Declined != "" {
		payment.Status = models.Declined
	}
	payment, err = c.payments.Finish(ctx, payment)
	if err != nil {
		return models.Payment{}, err
	}
	c.log.InfoContext(ctx, "payment", "payment", payment.ID, "order", payment.OrderID, "status", payment.Status)
	return payment, nil
}

// Payment is the payment of a key, or models.ErrNotFound.
func (c *Charging) Payment(ctx context.Context, key string) (models.Payment, error) {
	return c.payments.ByKey(ctx, key)
}
