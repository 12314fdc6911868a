// Package peers asks the other services of the shop.
package peers

import (
	"context"
	"fmt"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/acme/shop/services/orders/internal/models"
	paymentsv1 "github.com/acme/shop/services/orders/internal/pb/payments/v1"
	usersv1 "github.com/acme/shop/services/orders/internal/pb/users/v1"
	"github.com/acme/shop/services/orders/internal/platform/auth"
	"github.com/acme/shop/services/orders/internal/platform/rpc"
)

// Users verifies sessions.
type Users struct{ client usersv1.UsersServiceClient }

// NewUsers asks over a connection.
func NewUsers(connection grpc.ClientConnInterface) Users {
	return Users{usersv1.NewUsersServiceClient(connection)}
}

// Verify is who a session's token belongs to, or auth.ErrToken.
func (u Users) Verify(ctx context.Context, token string) (auth.Principal, error) {
	answer, err := u.client.VerifySession(ctx, &usersv1.VerifySessionRequest{Token: token})
	switch {
	case err == nil:
		return auth.Principal{Subject: answer.GetUserId(), Roles: answer.GetRoles()}, nil
	case status.Code(err) == codes.Unauthenticated:
		return auth.Principal{}, auth.ErrToken
	default:
		return auth.Principal{}, failure("users", err)
	}
}

// Payments takes money.
type Payments struct {
	client paymentsv1.PaymentsServiceClient
}

// NewPayments asks over a connection.
func NewPayments(connection grpc.ClientConnInterface) Payments {
	return Payments{paymentsv1.NewPaymentsServiceClient(connection)}
}

// Pay takes the money of an order. The order's id is the key: asked twice, it is paid once.
func (p Payments) Pay(ctx context.Context, order models.Order) (paid bool, err error) {
	answer, err := p.client.Authorize(ctx, &paymentsv1.AuthorizeRequest{
		IdempotencyKey: order.ID.String(),
		OrderId:        order.ID.String(),
		Amount:         &paymentsv1.Money{MinorUnits: order.TotalCents, Currency: order.Currency},
	})
	if err != nil {
		return false, failure("payments", err)
	}
	switch answer.GetPayment().GetStatus() {
	case paymentsv1.PaymentStatus_PAYMENT_STATUS_AUTHORIZED:
		return true, nil
	case paymentsv1.PaymentStatus_PAYMENT_STATUS_DECLINED:
		return false, nil
	default:
		return false, fmt.Errorf("payments: %w: the payment is not decided yet", models.ErrUnavailable)
	}
}

func failure(peer string, err error) error {
	if status.Code(err) == codes.Canceled {
		return fmt.Errorf("%s: %w", peer, context.Canceled)
	}
	if rpc.Down(err) {
		return fmt.Errorf("%s: %w: %w", peer, models.ErrUnavailable, err)
	}
	return fmt.Errorf("%s: %w", peer, err)
}
