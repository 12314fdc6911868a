package repositories

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/acme/shop/services/payments/internal/models"
	"github.com/acme/shop/services/payments/internal/platform/postgres"
	"github.com/acme/shop/services/payments/internal/platform/postgres/pgtest"
)

func payment(key string) models.Payment {
	return models.Payment{
		ID: uuid.New(), Key: key, OrderID: uuid.New(), Amount: models.Money{MinorUnits: 100, Currency: "EUR"},
		Status: models.Pending, CreatedAt: time.Now().UTC().Truncate(time.Microsecond),
	}
}

func TestOfManyCallsWithOneKeyOnePaymentIsMade(t *testing.T) {
	payments := NewPayments(pgtest.Open(t, Migrations()))
	const calls = 20
	ids := make([]uuid.UUID, calls)
	var wait sync.WaitGroup
	for i := range calls {
		wait.Go(func() {
			begun, err := payments.Begin(t.Context(), payment("key"))
			if err != nil {
				t.Error(err)
			}
			ids[i] = begun.ID
		})
	}
	wait.Wait()
	for _, id := range ids {
		if id != ids[0] {
			t.Fatalf("several payments: %v", ids)
		}
	}
}

func TestTheFirstAnswerOfTheProviderStays(t *testing.T) {
	payments := NewPayments(pgtest.Open(t, Migrations()))
	begun, err := payments.Begin(t.Context(), payment("key"))
	if err != nil {
		t.Fatal(err)
	}
	begun.Status, begun.ProviderReference = models.Authorized, "ref-1"
	if _, err := payments.Finish(t.Context(), begun); err != nil {
		t.Fatal(err)
	}
	begun.Status, begun.DeclineReason = models.Declined, "late"
	kept, err := payments.Finish(t.Context(), begun)
	if err != nil || kept.Status != models.Authorized || kept.ProviderReference != "ref-1" || kept.DeclineReason != "" {
		t.Errorf("%+v, %v", kept, err)
	}
	if _, err := payments.ByKey(t.Context(), "other"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("another key: %v", err)
	}
}

func TestADeadDatabaseIsUnavailable(t *testing.T) {
	pool, err := postgres.Open(t.Context(), "postgres://u:p@127.0.0.1:1/x?sslmode=disable", "test", prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if _, err := NewPayments(pool).ByKey(t.Context(), "key"); !errors.Is(err, models.ErrUnavailable) {
		t.Errorf("got %v", err)
	}
}
