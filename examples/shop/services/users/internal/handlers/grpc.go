package handlers

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/acme/shop/services/users/internal/accounts"
	"github.com/acme/shop/services/users/internal/models"
	usersv1 "github.com/acme/shop/services/users/internal/pb/users/v1"
	"github.com/acme/shop/services/users/internal/platform/auth"
	"github.com/acme/shop/services/users/internal/platform/rpc"
)

// GRPC answers the other services.
type GRPC struct {
	usersv1.UnimplementedUsersServiceServer
	accounts *accounts.Accounts
}

// NewGRPC answers from accounts.
func NewGRPC(a *accounts.Accounts) *GRPC { return &GRPC{accounts: a} }

// VerifySession finds who a token belongs to.
func (g *GRPC) VerifySession(ctx context.Context, r *usersv1.VerifySessionRequest) (*usersv1.VerifySessionResponse, error) {
	session, err := g.accounts.Session(ctx, r.GetToken())
	if err != nil {
		return nil, coded(err)
	}
	return &usersv1.VerifySessionResponse{
		UserId: session.UserID.String(), Roles: session.Roles, ExpiresAt: timestamppb.New(session.ExpiresAt),
	}, nil
}

// GetUser is one user.
func (g *GRPC) GetUser(ctx context.Context, r *usersv1.GetUserRequest) (*usersv1.GetUserResponse, error) {
	id, err := uuid.Parse(r.GetUserId())
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, "user_id must be a UUID")
	}
	user, err := g.accounts.User(ctx, id)
	if err != nil {
		return nil, coded(err)
	}
	return &usersv1.GetUserResponse{User: &usersv1.User{
		Id: user.ID.String(), Email: user.Email, Name: user.Name, Roles: user.Roles,
		CreatedAt: timestamppb.New(user.CreatedAt),
	}}, nil
}

func coded(err error) error {
	switch {
	case errors.Is(err, auth.ErrToken):
		return status.Error(codes.Unauthenticated, auth.ErrToken.Error())
	case errors.Is(err, models.ErrNotFound):
		return status.Error(codes.NotFound, models.ErrNotFound.Error())
	case errors.Is(err, models.ErrUnavailable):
		return rpc.Because(codes.Unavailable, models.ErrUnavailable.Error(), err)
	default:
		return err
	}
}
