package repositories

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/acme/shop/services/users/internal/models"
	"github.com/acme/shop/services/users/internal/platform/postgres"
	"github.com/acme/shop/services/users/internal/platform/postgres/pgtest"

	"github.com/prometheus/client_golang/prometheus"
)

func newUser(t *testing.T, email string) models.User {
	t.Helper()
	id, err := uuid.NewV7()
	if err != nil {
		t.Fatal(err)
	}
	return models.User{
		ID: id, Email: email, Name: "A", Roles: []string{models.Customer}, PasswordHash: []byte("hash"),
		CreatedAt: time.Now().UTC().Truncate(time.Microsecond),
	}
}

func TestUsersAreFoundAgain(t *testing.T) {
	users := NewUsers(pgtest.Open(t, Migrations()))
	ada := newUser(t, "Ada@example.com")
	if err := users.Add(t.Context(), ada); err != nil {
		t.Fatal(err)
	}
	byID, err := users.ByID(t.Context(), ada.ID)
	if err != nil || byID.Email != ada.Email || !byID.CreatedAt.Equal(ada.CreatedAt) {
		t.Errorf("%+v, %v", byID, err)
	}
	byEmail, err := users.ByEmail(t.Context(), "ADA@example.com")
	if err != nil || byEmail.ID != ada.ID {
		t.Errorf("%+v, %v", byEmail, err)
	}
	if _, err := users.ByID(t.Context(), uuid.New()); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a stranger: %v", err)
	}
	if err := users.Add(t.Context(), newUser(t, "ada@EXAMPLE.com")); !errors.Is(err, models.ErrEmailTaken) {
		t.Errorf("the same address: %v", err)
	}
}

func TestPagesFollowEachOther(t *testing.T) {
	users := NewUsers(pgtest.Open(t, Migrations()))
	for _, email := range []string{"a@example.com", "b@example.com", "c@example.com"} {
		if err := users.Add(t.Context(), newUser(t, email)); err != nil {
			t.Fatal(err)
		}
	}
	first, err := users.List(t.Context(), models.PageQuery{Limit: 2})
	if err != nil || len(first) != 2 {
		t.Fatalf("%+v, %v", first, err)
	}
	rest, err := users.List(t.Context(), models.PageQuery{After: first[1].ID, Limit: 2})
	if err != nil || len(rest) != 1 || rest[0].Email != "c@example.com" {
		t.Errorf("%+v, %v", rest, err)
	}
}

func TestADeadDatabaseIsUnavailable(t *testing.T) {
	pool, err := postgres.Open(t.Context(), "postgres://u:p@127.0.0.1:1/x?sslmode=disable", "test", prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if _, err := NewUsers(pool).ByID(t.Context(), uuid.New()); !errors.Is(err, models.ErrUnavailable) {
		t.Errorf("got %v", err)
	}
}
