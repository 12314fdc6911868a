package repositories

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/acme/shop/services/orders/internal/models"
	"github.com/acme/shop/services/orders/internal/platform/postgres"
	"github.com/acme/shop/services/orders/internal/platform/postgres/pgtest"
)

func order(t *testing.T, key string) models.Order {
	t.Helper()
	id, err := uuid.NewV7()
	if err != nil {
		t.Fatal(err)
	}
	return models.Order{
		ID: id, UserID: "ada", Key: key, Fingerprint: [32]byte{1}, Status: models.Pending,
		Lines: []models.Line{{SKU: "mug", Quantity: 1, PriceCents: 1200}}, TotalCents: 1200, Currency: "EUR",
		CreatedAt: time.Now().UTC().Truncate(time.Microsecond),
	}
}

func begun(t *testing.T, orders *Orders, key string) models.Order {
	t.Helper()
	added, err := orders.Begin(t.Context(), order(t, key))
	if err != nil {
		t.Fatal(err)
	}
	return added
}

func count(t *testing.T, pool *pgxpool.Pool, from string) (number int) {
	t.Helper()
	if err := pool.QueryRow(t.Context(), "SELECT count(*) FROM "+from).Scan(&number); err != nil {
		t.Fatal(err)
	}
	return number
}

func TestOfManyRequestsWithOneKeyOneOrderIsMade(t *testing.T) {
	pool := pgtest.Open(t, Migrations())
	orders := NewOrders(pool)
	const requests = 20
	var wait sync.WaitGroup
	for range requests {
		wait.Go(func() {
			same, err := orders.Begin(t.Context(), order(t, "key"))
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := orders.Settle(t.Context(), same, models.Paid, ""); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if got := count(t, pool, "orders"); got != 1 {
		t.Errorf("%d orders", got)
	}
	if got := count(t, pool, "outbox"); got != 1 {
		t.Errorf("%d events", got)
	}
}

func TestOrdersAreFoundAgain(t *testing.T) {
	orders := NewOrders(pgtest.Open(t, Migrations()))
	first, second := begun(t, orders, "one"), begun(t, orders, "two")
	found, err := orders.ByID(t.Context(), first.ID)
	if err != nil || found.Fingerprint != first.Fingerprint || found.Lines[0] != first.Lines[0] || !found.CreatedAt.Equal(first.CreatedAt) {
		t.Errorf("%+v, %v", found, err)
	}
	if list, err := orders.OfUser(t.Context(), "ada", 10); err != nil || len(list) != 2 || list[0].ID != second.ID {
		t.Errorf("%+v, %v", list, err)
	}
	if _, err := orders.ByKey(t.Context(), "bob", "one"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("another user: %v", err)
	}
	if _, err := orders.Settle(t.Context(), first, models.Declined, ""); err != nil {
		t.Fatal(err)
	}
	if kept, err := orders.Settle(t.Context(), first, models.Paid, ""); err != nil || kept.Status != models.Declined {
		t.Errorf("settled twice: %+v, %v", kept, err)
	}
	pending, err := orders.PendingBefore(t.Context(), time.Now().Add(time.Minute), uuid.Nil, 10)
	if err != nil || len(pending) != 1 || pending[0].ID != second.ID {
		t.Errorf("%+v, %v", pending, err)
	}
	products, err := orders.Products(t.Context(), []string{"mug", "unicorn"})
	if err != nil || len(products) != 1 || products["mug"].PriceCents == 0 {
		t.Errorf("%+v, %v", products, err)
	}
}

func TestEventsArePublishedInOrderAndOnce(t *testing.T) {
	orders := NewOrders(pgtest.Open(t, Migrations()))
	outbox := NewOutbox(orders.pool)
	for _, key := range []string{"one", "two", "three"} {
		if _, err := orders.Settle(t.Context(), begun(t, orders, key), models.Paid, "trace"); err != nil {
			t.Fatal(err)
		}
	}
	away := errors.New("broker is away")
	publish := func(want int, sendable int, fail error) {
		t.Helper()
		got, err := outbox.Publish(t.Context(), 10, func(_ context.Context, messages []Message) ([]int64, error) {
			var sent []int64
			for i, message := range messages[:sendable] {
				if i > 0 && message.ID < messages[i-1].ID || message.Traceparent != "trace" || message.Topic != models.Topic {
					t.Errorf("message %+v", message)
				}
				sent = append(sent, message.ID)
			}
			return sent, fail
		})
		if got != want || !errors.Is(err, fail) && want == 0 {
			t.Errorf("published %d, %v", got, err)
		}
	}
	publish(0, 0, away)
	publish(2, 2, away)
	if waiting, err := outbox.Waiting(t.Context()); err != nil || waiting != 1 {
		t.Errorf("%d wait, %v", waiting, err)
	}
	publish(1, 1, nil)
	if waiting, err := outbox.Waiting(t.Context()); err != nil || waiting != 0 {
		t.Errorf("%d wait, %v", waiting, err)
	}
}

func TestReconcileRepairsForgetsAndCounts(t *testing.T) {
	pool := pgtest.Open(t, Migrations())
	orders, outbox := NewOrders(pool), NewOutbox(pool)
	do := func(sql string) {
		t.Helper()
		if _, err := pool.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	for _, key := range []string{"lost", "old"} {
		if _, err := orders.Settle(t.Context(), begun(t, orders, key), models.Paid, ""); err != nil {
			t.Fatal(err)
		}
	}
	begun(t, orders, "stuck")
	do("DELETE FROM outbox WHERE key = (SELECT id::text FROM orders WHERE idempotency_key = 'lost')")
	do("UPDATE outbox SET published_at = now() - interval '8 days'")
	do("UPDATE orders SET updated_at = now() - interval '8 days' WHERE idempotency_key = 'old'")
	do("UPDATE orders SET created_at = now() - interval '2 days' WHERE idempotency_key = 'stuck'")

	for round, want := range []Report{{Repaired: 1, Forgotten: 1, Stuck: 1}, {Stuck: 1}} {
		if got, err := outbox.Reconcile(t.Context(), time.Now()); err != nil || got != want {
			t.Errorf("round %d: %+v, %v", round, got, err)
		}
	}
	do("UPDATE outbox SET created_at = now() - interval '2 hours'")
	if got, err := outbox.Reconcile(t.Context(), time.Now()); err != nil || got.Unpublished != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestADeadDatabaseIsUnavailable(t *testing.T) {
	pool, err := postgres.Open(t.Context(), "postgres://u:p@127.0.0.1:1/x?sslmode=disable", "test", prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if _, err := NewOrders(pool).ByID(t.Context(), uuid.New()); !errors.Is(err, models.ErrUnavailable) {
		t.Errorf("find: %v", err)
	}
	if _, err := NewOutbox(pool).Waiting(t.Context()); !errors.Is(err, models.ErrUnavailable) {
		t.Errorf("outbox: %v", err)
	}
}

func TestAnEventThatCannotBeSentGoesBehindTheOthers(t *testing.T) {
	orders := NewOrders(pgtest.Open(t, Migrations()))
	outbox := NewOutbox(orders.pool)
	for _, key := range []string{"one", "two", "three"} {
		if _, err := orders.Settle(t.Context(), begun(t, orders, key), models.Paid, ""); err != nil {
			t.Fatal(err)
		}
	}
	away := errors.New("its partition is away")
	var first []int64
	for _, limit := range []int{1, 2} {
		_, err := outbox.Publish(t.Context(), limit, func(_ context.Context, messages []Message) ([]int64, error) {
			first = append(first, messages[0].ID)
			return nil, away
		})
		if !errors.Is(err, away) {
			t.Errorf("told %v", err)
		}
	}
	if first[0] == first[1] {
		t.Errorf("%d stands in the way", first[0])
	}
	if count, err := outbox.Publish(t.Context(), 1, func(_ context.Context, messages []Message) ([]int64, error) {
		if messages[0].ID != first[0] {
			t.Errorf("%d comes before %d, which has waited longer", messages[0].ID, first[0])
		}
		return []int64{messages[0].ID}, nil
	}); err != nil || count != 1 {
		t.Errorf("%d, %v", count, err)
	}
}
