// Package accounts registers users and logs them in and out.
package accounts

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/google/uuid"
	"golang.org/x/crypto/bcrypt"

	"github.com/acme/shop/services/users/internal/models"
	"github.com/acme/shop/services/users/internal/platform/auth"
)

const (
	sessionLasts = 12 * time.Hour
	tokenBytes   = 32
	maxPassword  = 72
)

// Users is where users are kept.
type Users interface {
	Add(ctx context.Context, user models.User) error
	ByID(ctx context.Context, id uuid.UUID) (models.User, error)
	ByEmail(ctx context.Context, email string) (models.User, error)
	List(ctx context.Context, query models.PageQuery) ([]models.User, error)
}

// Sessions is where sessions are kept.
type Sessions interface {
	Add(ctx context.Context, token string, session models.Session) error
	Find(ctx context.Context, token string) (models.Session, error)
	Remove(ctx context.Context, token string) error
}

// Accounts of the shop.
type Accounts struct {
	users    Users
	sessions Sessions
	cost     int
	// hashing keeps password hashes from taking every CPU: what waits here is a log-in and not the whole service.
	hashing chan struct{}
	// nobody is compared with where there is no such user, so that the time of an answer does not tell.
	nobody []byte
}

// New uses a cost of bcrypt; bcrypt.DefaultCost outside tests.
func New(users Users, sessions Sessions, cost int) (*Accounts, error) {
	nobody, err := bcrypt.GenerateFromPassword([]byte("nobody has this password"), cost)
	if err != nil {
		return nil, fmt.Errorf("bcrypt: %w", err)
	}
	return &Accounts{users, sessions, cost, make(chan struct{}, max(1, runtime.GOMAXPROCS(0)-1)), nobody}, nil
}

// Register adds a customer.
func (a *Accounts) Register(ctx context.Context, r models.Registration) (models.User, error) {
	if len(r.Password) > maxPassword {
		return models.User{}, models.ErrPasswordBytes
	}
	var hash []byte
	err := a.hashed(ctx, func() (err error) {
		hash, err = bcrypt.GenerateFromPassword([]byte(r.Password), a.cost)
		return err
	})
	if err != nil {
		return models.User{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return models.User{}, fmt.Errorf("register: %w", err)
	}
	user := models.User{
		ID: id, Email: r.Email, Name: r.Name, Roles: []string{models.Customer}, PasswordHash: hash,
		CreatedAt: time.Now().UTC().Truncate(time.Microsecond),
	}
	return user, a.users.Add(ctx, user)
}

// LogIn starts a session, or fails with models.ErrCredentials.
func (a *Accounts) LogIn(ctx context.Context, l models.LogIn) (models.NewSession, error) {
	user, err := a.users.ByEmail(ctx, l.Email)
	known := !errors.Is(err, models.ErrNotFound)
	if err != nil && known {
		return models.NewSession{}, err
	}
	hash := a.nobody
	if known {
		hash = user.PasswordHash
	}
	err = a.hashed(ctx, func() error { return bcrypt.CompareHashAndPassword(hash, []byte(l.Password)) })
	switch {
	case errors.Is(err, bcrypt.ErrMismatchedHashAndPassword), err == nil && !known:
		return models.NewSession{}, models.ErrCredentials
	case err != nil:
		return models.NewSession{}, err
	}
	secret := make([]byte, tokenBytes)
	_, _ = rand.Read(secret) // never fails
	token := base64.RawURLEncoding.EncodeToString(secret)
	session := models.Session{
		UserID: user.ID, Roles: user.Roles, ExpiresAt: time.Now().UTC().Add(sessionLasts).Truncate(time.Second),
	}
	if err := a.sessions.Add(ctx, token, session); err != nil {
		return models.NewSession{}, err
	}
	return models.NewSession{Token: token, ExpiresAt: session.ExpiresAt, User: user}, nil
}

// LogOut ends the session of a token.
func (a *Accounts) LogOut(ctx context.Context, token string) error {
	return a.sessions.Remove(ctx, token)
}

// Session is the session of a token, or auth.ErrToken.
func (a *Accounts) Session(ctx context.Context, token string) (models.Session, error) {
	session, err := a.sessions.Find(ctx, token)
	if errors.Is(err, models.ErrNoSession) || err == nil && !session.ExpiresAt.After(time.Now()) {
		return models.Session{}, auth.ErrToken
	}
	return session, err
}

// Verify is who a session's token belongs to.
func (a *Accounts) Verify(ctx context.Context, token string) (auth.Principal, error) {
	session, err := a.Session(ctx, token)
	if err != nil {
		return auth.Principal{}, err
	}
	return auth.Principal{Subject: session.UserID.String(), Roles: session.Roles}, nil
}

// User is one user, or models.ErrNotFound.
func (a *Accounts) User(ctx context.Context, id uuid.UUID) (models.User, error) {
	return a.users.ByID(ctx, id)
}

// List is a page of users.
func (a *Accounts) List(ctx context.Context, query models.PageQuery) (models.Page, error) {
	users, err := a.users.List(ctx, models.PageQuery{After: query.After, Limit: query.Limit + 1})
	if err != nil {
		return models.Page{}, err
	}
	page := models.Page{Users: users}
	if len(users) > query.Limit {
		page.Users = users[:query.Limit]
		page.Next = page.Users[query.Limit-1].ID.String()
	}
	return page, nil
}

func (a *Accounts) hashed(ctx context.Context, work func() error) error {
	select {
	case a.hashing <- struct{}{}:
		defer func() { <-a.hashing }()
		return work()
	case <-ctx.Done():
		return ctx.Err()
	}
}
