// Package ordering takes orders and has them paid.
package ordering

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/propagation"

	"github.com/acme/shop/services/orders/internal/models"
)

// Orders is where orders are kept.
type Orders interface {
	Products(ctx context.Context, skus []string) (map[string]models.Product, error)
	Begin(ctx context.Context, order models.Order) (models.Order, error)
	Settle(ctx context.Context, order models.Order, status models.Status, traceparent string) (models.Order, error)
	ByKey(ctx context.Context, userID, key string) (models.Order, error)
	ByID(ctx context.Context, id uuid.UUID) (models.Order, error)
	OfUser(ctx context.Context, userID string, limit int) ([]models.Order, error)
	PendingBefore(ctx context.Context, before time.Time, after uuid.UUID, limit int) ([]models.Order, error)
}

// Payments takes the money of an order, once, however often it is asked.
type Payments interface {
	Pay(ctx context.Context, order models.Order) (paid bool, err error)
}

// Ordering takes orders.
type Ordering struct {
	log      *slog.Logger
	orders   Orders
	payments Payments
	price    Pricing
}

// New prices orders by a rule.
func New(log *slog.Logger, orders Orders, payments Payments, price Pricing) *Ordering {
	return &Ordering{log, orders, payments, price}
}

// Place makes an order and has it paid. The same key of the same user gives the same order, however often it is sent, and
// goes on where an earlier attempt was interrupted. Made says whether this call made it.
func (o *Ordering) Place(ctx context.Context, userID, key string, wanted models.NewOrder) (order models.Order, made bool, err error) {
	fingerprint := wanted.Fingerprint()
	order, err = o.orders.ByKey(ctx, userID, key)
	if errors.Is(err, models.ErrNotFound) {
		order, made, err = o.begin(ctx, userID, key, wanted)
	}
	if err != nil {
		return models.Order{}, false, err
	}
	if order.Fingerprint != fingerprint {
		return models.Order{}, false, models.ErrKeyTaken
	}
	if order.Status != models.Pending {
		return order, made, nil
	}
	order, err = o.settle(ctx, order)
	return order, made, err
}

// begin remembers an order. Where another request with the key came first, its order is the answer, and made is false.
func (o *Ordering) begin(ctx context.Context, userID, key string, wanted models.NewOrder) (order models.Order, made bool, err error) {
	skus := make([]string, len(wanted.Items))
	for i, item := range wanted.Items {
		skus[i] = item.SKU
	}
	products, err := o.orders.Products(ctx, skus)
	if err != nil {
		return models.Order{}, false, err
	}
	lines := make([]models.Line, len(wanted.Items))
	for i, item := range wanted.Items {
		product, ok := products[item.SKU]
		if !ok {
			return models.Order{}, false, models.UnknownSKU{SKU: item.SKU}
		}
		lines[i] = models.Line{SKU: item.SKU, Quantity: item.Quantity, PriceCents: product.PriceCents}
	}
	id, err := uuid.NewV7()
	if err != nil {
		return models.Order{}, false, fmt.Errorf("place: %w", err)
	}
	order, err = o.orders.Begin(ctx, models.Order{
		ID: id, UserID: userID, Key: key, Fingerprint: wanted.Fingerprint(), Status: models.Pending, Lines: lines,
		TotalCents: total(lines, o.price), Currency: Currency, CreatedAt: time.Now().UTC().Truncate(time.Microsecond),
	})
	return order, order.ID == id, err
}

func (o *Ordering) settle(ctx context.Context, order models.Order) (models.Order, error) {
	paid, err := o.payments.Pay(ctx, order)
	if err != nil {
		return models.Order{}, err
	}
	status := models.Declined
	if paid {
		status = models.Paid
	}
	settled, err := o.orders.Settle(ctx, order, status, traceparent(ctx))
	if err != nil {
		return models.Order{}, err
	}
	o.log.InfoContext(ctx, "order", "order", settled.ID, "status", settled.Status, "total_cents", settled.TotalCents)
	return settled, nil
}

const (
	sweepEvery  = 30 * time.Second
	sweepAfter  = time.Minute
	sweepAtOnce = 50
)

// Sweep settles, until the context ends, the orders whose client went away before their payment was known.
func (o *Ordering) Sweep(ctx context.Context) error {
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
			if err := o.SweepOnce(ctx, time.Now().Add(-sweepAfter)); err != nil && ctx.Err() == nil {
				o.log.Warn("sweep", "error", err.Error())
			}
		}
	}
}

// SweepOnce settles orders that were made before a moment. One that fails must not keep the others waiting, whatever its
// reason; while payments is away its circuit makes the rest fail at once.
func (o *Ordering) SweepOnce(ctx context.Context, before time.Time) error {
	var last uuid.UUID
	var failure error
	failed, seen := 0, 0
	for {
		pending, err := o.orders.PendingBefore(ctx, before, last, sweepAtOnce)
		if err != nil {
			return err
		}
		for _, order := range pending {
			if _, err := o.settle(ctx, order); err != nil {
				failed++
				failure = err
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			last = order.ID
		}
		seen += len(pending)
		if len(pending) < sweepAtOnce {
			break
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d orders wait on: %w", failed, seen, failure)
	}
	return nil
}

// Order is one order of a user, or models.ErrNotFound.
func (o *Ordering) Order(ctx context.Context, id uuid.UUID) (models.Order, error) {
	return o.orders.ByID(ctx, id)
}

const listed = 50

// List is the newest orders of a user.
func (o *Ordering) List(ctx context.Context, userID string) (models.Page, error) {
	orders, err := o.orders.OfUser(ctx, userID, listed)
	return models.Page{Orders: orders}, err
}

// traceparent is the trace of a request in the words of W3C, for the event that it causes.
func traceparent(ctx context.Context) string {
	carrier := propagation.MapCarrier{}
	otel.GetTextMapPropagator().Inject(ctx, carrier)
	return carrier.Get("traceparent")
}
