package peers

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"testing"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/acme/shop/services/orders/internal/models"
	paymentsv1 "github.com/acme/shop/services/orders/internal/pb/payments/v1"
	usersv1 "github.com/acme/shop/services/orders/internal/pb/users/v1"
	"github.com/acme/shop/services/orders/internal/platform/auth"
	"github.com/acme/shop/services/orders/internal/platform/rpc"
)

type users struct {
	usersv1.UnimplementedUsersServiceServer
}

func (users) VerifySession(_ context.Context, r *usersv1.VerifySessionRequest) (*usersv1.VerifySessionResponse, error) {
	switch r.GetToken() {
	case "good":
		return &usersv1.VerifySessionResponse{UserId: "ada", Roles: []string{"customer"}}, nil
	case "broken":
		return nil, status.Error(codes.Internal, "no")
	default:
		return nil, status.Error(codes.Unauthenticated, "no")
	}
}

type payments struct {
	paymentsv1.UnimplementedPaymentsServiceServer
	answer paymentsv1.PaymentStatus
	key    string
}

func (p *payments) Authorize(_ context.Context, r *paymentsv1.AuthorizeRequest) (*paymentsv1.AuthorizeResponse, error) {
	p.key = r.GetIdempotencyKey()
	return &paymentsv1.AuthorizeResponse{Payment: &paymentsv1.Payment{Status: p.answer}}, nil
}

func connect(t *testing.T, register func(*grpc.Server)) *grpc.ClientConn {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	register(server)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	connection, err := rpc.Dial("peer", listener.Addr().String(), slog.New(slog.DiscardHandler), prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	return connection
}

func TestSessionsAreVerifiedByUsers(t *testing.T) {
	u := NewUsers(connect(t, func(s *grpc.Server) { usersv1.RegisterUsersServiceServer(s, users{}) }))
	got, err := u.Verify(t.Context(), "good")
	if err != nil || got.Subject != "ada" || !got.Has("customer") {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := u.Verify(t.Context(), "foreign"); !errors.Is(err, auth.ErrToken) {
		t.Errorf("a foreign token: %v", err)
	}
	if _, err := u.Verify(t.Context(), "broken"); !errors.Is(err, models.ErrUnavailable) || errors.Is(err, auth.ErrToken) {
		t.Errorf("with users broken: %v", err)
	}
}

func TestTheKeyOfAPaymentIsTheOrder(t *testing.T) {
	server := &payments{}
	p := NewPayments(connect(t, func(s *grpc.Server) { paymentsv1.RegisterPaymentsServiceServer(s, server) }))
	order := models.Order{ID: uuid.New(), TotalCents: 100, Currency: "EUR"}
	for answer, want := range map[paymentsv1.PaymentStatus]bool{
		paymentsv1.PaymentStatus_PAYMENT_STATUS_AUTHORIZED: true,
		paymentsv1.PaymentStatus_PAYMENT_STATUS_DECLINED:   false,
	} {
		server.answer = answer
		if paid, err := p.Pay(t.Context(), order); err != nil || paid != want || server.key != order.ID.String() {
			t.Errorf("%s: %v, %v, key %s", answer, paid, err, server.key)
		}
	}
	server.answer = paymentsv1.PaymentStatus_PAYMENT_STATUS_PENDING
	if _, err := p.Pay(t.Context(), order); !errors.Is(err, models.ErrUnavailable) {
		t.Errorf("not decided: %v", err)
	}
}

func TestAPeerThatIsAwayIsUnavailable(t *testing.T) {
	connection, err := rpc.Dial("payments", "127.0.0.1:1", slog.New(slog.DiscardHandler), prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	_, err = NewPayments(connection).Pay(t.Context(), models.Order{ID: uuid.New()})
	if !errors.Is(err, models.ErrUnavailable) {
		t.Errorf("got %v", err)
	}
}
