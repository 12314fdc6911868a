package handlers

import (
	"context"
	"log/slog"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/acme/shop/services/payments/internal/charging"
	"github.com/acme/shop/services/payments/internal/models"
	paymentsv1 "github.com/acme/shop/services/payments/internal/pb/payments/v1"
)

type memory struct {
	payments map[string]models.Payment
	fail     error
}

func (m *memory) Begin(_ context.Context, payment models.Payment) (models.Payment, error) {
	if known, ok := m.payments[payment.Key]; ok {
		return known, m.fail
	}
	m.payments[payment.Key] = payment
	return payment, m.fail
}

func (m *memory) Finish(_ context.Context, payment models.Payment) (models.Payment, error) {
	m.payments[payment.Key] = payment
	return payment, m.fail
}

func (m *memory) ByKey(_ context.Context, key string) (models.Payment, error) {
	if known, ok := m.payments[key]; ok {
		return known, m.fail
	}
	return models.Payment{}, models.ErrNotFound
}

func TestCallersHearWhatBecameOfAPayment(t *testing.T) {
	kept := &memory{payments: map[string]models.Payment{}}
	server := NewGRPC(charging.New(slog.New(slog.DiscardHandler), kept, charging.NewSandbox("key")))
	ask := func(key string, amount int64) (*paymentsv1.Payment, error) {
		answer, err := server.Authorize(t.Context(), &paymentsv1.AuthorizeRequest{
			IdempotencyKey: key, OrderId: "019a0000-0000-7000-8000-000000000001",
			Amount: &paymentsv1.Money{MinorUnits: amount, Currency: "EUR"},
		})
		return answer.GetPayment(), err
	}
	paid, err := ask("one", 100)
	if err != nil || paid.GetStatus() != paymentsv1.PaymentStatus_PAYMENT_STATUS_AUTHORIZED || paid.GetProviderReference() == "" {
		t.Errorf("%v, %v", paid, err)
	}
	declined, err := ask("two", charging.Limit+1)
	if err != nil || declined.GetStatus() != paymentsv1.PaymentStatus_PAYMENT_STATUS_DECLINED {
		t.Errorf("%v, %v", declined, err)
	}
	found, err := server.GetPayment(t.Context(), &paymentsv1.GetPaymentRequest{IdempotencyKey: "one"})
	if err != nil || found.GetPayment().GetId() != paid.GetId() {
		t.Errorf("%v, %v", found, err)
	}
	_, other := ask("one", 200)
	_, invalid := ask("", 100)
	_, empty := server.Authorize(t.Context(), &paymentsv1.AuthorizeRequest{IdempotencyKey: "x"})
	_, nobody := server.GetPayment(t.Context(), &paymentsv1.GetPaymentRequest{IdempotencyKey: "three"})
	kept.fail = models.ErrUnavailable
	_, away := ask("four", 100)
	for _, c := range []struct {
		err  error
		want codes.Code
	}{
		{other, codes.AlreadyExists},
		{invalid, codes.InvalidArgument},
		{empty, codes.InvalidArgument},
		{nobody, codes.NotFound},
		{away, codes.Unavailable},
	} {
		if status.Code(c.err) != c.want {
			t.Errorf("got %v, want %s", c.err, c.want)
		}
	}
}
