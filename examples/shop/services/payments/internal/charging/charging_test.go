package charging

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	"github.com/google/uuid"

	"github.com/acme/shop/services/payments/internal/models"
)

// memory keeps payments by key.
type memory map[string]models.Payment

func (m memory) Begin(_ context.Context, payment models.Payment) (models.Payment, error) {
	if known, ok := m[payment.Key]; ok {
		return known, nil
	}
	m[payment.Key] = payment
	return payment, nil
}

func (m memory) Finish(_ context.Context, payment models.Payment) (models.Payment, error) {
	m[payment.Key] = payment
	return payment, nil
}

func (m memory) ByKey(_ context.Context, key string) (models.Payment, error) {
	if known, ok := m[key]; ok {
		return known, nil
	}
	return models.Payment{}, models.ErrNotFound
}

// counting is a provider that may be away.
type counting struct {
	Sandbox
	keys []string
	away error
}

func (c *counting) Authorize(ctx context.Context, key string, amount models.Money) (Answer, error) {
	c.keys = append(c.keys, key)
	if c.away != nil {
		return Answer{}, c.away
	}
	return c.Sandbox.Authorize(ctx, key, amount)
}

func open() (*Charging, *counting) {
	provider := &counting{Sandbox: NewSandbox("key")}
	return New(slog.New(slog.DiscardHandler), memory{}, provider), provider
}

func request(amount int64) models.Request {
	return models.Request{
		Key: "key", OrderID: uuid.MustParse("019a0000-0000-7000-8000-000000000001"),
		Amount: models.Money{MinorUnits: amount, Currency: "EUR"},
	}
}

func TestTheSameKeyIsPaidOnce(t *testing.T) {
	c, provider := open()
	first, err := c.Authorize(t.Context(), request(100))
	if err != nil || first.Status != models.Authorized {
		t.Fatalf("%+v, %v", first, err)
	}
	second, err := c.Authorize(t.Context(), request(100))
	if err != nil || second != first {
		t.Errorf("%+v, %v", second, err)
	}
	if len(provider.keys) != 1 {
		t.Errorf("the provider was asked %d times", len(provider.keys))
	}
	if _, err := c.Authorize(t.Context(), request(101)); !errors.Is(err, models.ErrKeyTaken) {
		t.Errorf("another amount: %v", err)
	}
}

func TestADeclineIsAnAnswer(t *testing.T) {
	c, _ := open()
	got, err := c.Authorize(t.Context(), request(Limit+1))
	if err != nil || got.Status != models.Declined || got.DeclineReason == "" || got.ProviderReference != "" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAPaymentGoesOnWhereItWasInterrupted(t *testing.T) {
	c, provider := open()
	provider.away = errors.New("connection reset")
	if _, err := c.Authorize(t.Context(), request(100)); !errors.Is(err, models.ErrUnavailable) {
		t.Fatalf("got %v", err)
	}
	if pending, err := c.Payment(t.Context(), "key"); err != nil || pending.Status != models.Pending {
		t.Errorf("%+v, %v", pending, err)
	}
	provider.away = nil
	got, err := c.Authorize(t.Context(), request(100))
	if err != nil || got.Status != models.Authorized {
		t.Errorf("%+v, %v", got, err)
	}
	if len(provider.keys) != 2 || provider.keys[0] != provider.keys[1] {
		t.Errorf("the provider saw the keys %q", provider.keys)
	}
}

// Every order asks for it.
func BenchmarkAuthorize(b *testing.B) {
	c, _ := open()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Authorize(b.Context(), request(100)); err != nil {
			b.Fatal(err)
		}
	}
}
