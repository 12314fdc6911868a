// Package handlers answers gRPC.
package handlers

import (
	"context"
	"errors"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/acme/shop/services/payments/internal/charging"
	"github.com/acme/shop/services/payments/internal/models"
	paymentsv1 "github.com/acme/shop/services/payments/internal/pb/payments/v1"
	"github.com/acme/shop/services/payments/internal/platform/rpc"
)

// GRPC answers the other services.
type GRPC struct {
	paymentsv1.UnimplementedPaymentsServiceServer
	charging *charging.Charging
}

// NewGRPC takes money by charging.
func NewGRPC(c *charging.Charging) *GRPC { return &GRPC{charging: c} }

// Authorize takes an amount.
func (g *GRPC) Authorize(ctx context.Context, r *paymentsv1.AuthorizeRequest) (*paymentsv1.AuthorizeResponse, error) {
	amount := r.GetAmount()
	request, err := models.ParseRequest(r.GetIdempotencyKey(), r.GetOrderId(), amount.GetMinorUnits(), amount.GetCurrency())
	if err != nil {
		return nil, coded(err)
	}
	payment, err := g.charging.Authorize(ctx, request)
	if err != nil {
		return nil, coded(err)
	}
	return &paymentsv1.AuthorizeResponse{Payment: message(payment)}, nil
}

// GetPayment is the payment of a key.
func (g *GRPC) GetPayment(ctx context.Context, r *paymentsv1.GetPaymentRequest) (*paymentsv1.GetPaymentResponse, error) {
	if err := models.CheckKey(r.GetIdempotencyKey()); err != nil {
		return nil, coded(err)
	}
	payment, err := g.charging.Payment(ctx, r.GetIdempotencyKey())
	if err != nil {
		return nil, coded(err)
	}
	return &paymentsv1.GetPaymentResponse{Payment: message(payment)}, nil
}

var statuses = map[models.Status]paymentsv1.PaymentStatus{
	models.Pending:    paymentsv1.PaymentStatus_PAYMENT_STATUS_PENDING,
	models.Authorized: paymentsv1.PaymentStatus_PAYMENT_STATUS_AUTHORIZED,
	models.Declined:   paymentsv1.PaymentStatus_PAYMENT_STATUS_DECLINED,
}

func message(p models.Payment) *paymentsv1.Payment {
	return &paymentsv1.Payment{
		Id: p.ID.String(), OrderId: p.OrderID.String(),
		Amount: &paymentsv1.Money{MinorUnits: p.Amount.MinorUnits, Currency: p.Amount.Currency},
		Status: statuses[p.Status], ProviderReference: p.ProviderReference, DeclineReason: p.DeclineReason,
		CreatedAt: timestamppb.New(p.CreatedAt),
	}
}

func coded(err error) error {
	var invalid models.Invalid
	switch {
	case errors.As(err, &invalid):
		return status.Error(codes.InvalidArgument, invalid.Error())
	case errors.Is(err, models.ErrKeyTaken):
		return status.Error(codes.AlreadyExists, models.ErrKeyTaken.Error())
	case errors.Is(err, models.ErrNotFound):
		return status.Error(codes.NotFound, models.ErrNotFound.Error())
	case errors.Is(err, models.ErrUnavailable):
		return rpc.Because(codes.Unavailable, models.ErrUnavailable.Error(), err)
	default:
		return err
	}
}
