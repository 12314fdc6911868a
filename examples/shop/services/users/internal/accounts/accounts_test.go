package accounts

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/crypto/bcrypt"

	"github.com/acme/shop/services/users/internal/models"
	"github.com/acme/shop/services/users/internal/platform/auth"
)

// memory keeps both users and sessions.
type memory struct {
	mu    sync.Mutex
	users []models.User
}

func (m *memory) Add(_ context.Context, user models.User) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, known := range m.users {
		if strings.EqualFold(known.Email, user.Email) {
			return models.ErrEmailTaken
		}
	}
	m.users = append(m.users, user)
	return nil
}

func (m *memory) find(matches func(models.User) bool) (models.User, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, user := range m.users {
		if matches(user) {
			return user, nil
		}
	}
	return models.User{}, models.ErrNotFound
}

func (m *memory) ByID(_ context.Context, id uuid.UUID) (models.User, error) {
	return m.find(func(user models.User) bool { return user.ID == id })
}

func (m *memory) ByEmail(_ context.Context, email string) (models.User, error) {
	return m.find(func(user models.User) bool { return strings.EqualFold(user.Email, email) })
}

func (m *memory) List(_ context.Context, query models.PageQuery) ([]models.User, error) {
	return m.users[:min(len(m.users), query.Limit)], nil
}

type sessions map[string]models.Session

func (s sessions) Add(_ context.Context, token string, session models.Session) error {
	s[token] = session
	return nil
}

func (s sessions) Find(_ context.Context, token string) (models.Session, error) {
	if session, ok := s[token]; ok {
		return session, nil
	}
	return models.Session{}, models.ErrNoSession
}

func (s sessions) Remove(_ context.Context, token string) error {
	delete(s, token)
	return nil
}

func open(tb testing.TB) (*Accounts, sessions) {
	tb.Helper()
	kept := sessions{}
	a, err := New(&memory{}, kept, bcrypt.MinCost)
	if err != nil {
		tb.Fatal(err)
	}
	return a, kept
}

const password = "correct horse battery"

func TestWhoRegisteredCanLogInAndOut(t *testing.T) {
	a, _ := open(t)
	user, err := a.Register(t.Context(), models.Registration{Email: "ada@example.com", Name: "Ada", Password: password})
	if err != nil {
		t.Fatal(err)
	}
	if string(user.PasswordHash) == password || bcrypt.CompareHashAndPassword(user.PasswordHash, []byte(password)) != nil {
		t.Error("the password is not kept as a hash of bcrypt")
	}
	session, err := a.LogIn(t.Context(), models.LogIn{Email: "ADA@example.com", Password: password})
	if err != nil {
		t.Fatal(err)
	}
	principal, err := a.Verify(t.Context(), session.Token)
	if err != nil || principal.Subject != user.ID.String() || !principal.Has(models.Customer) || principal.Has(auth.Admin) {
		t.Errorf("%+v, %v", principal, err)
	}
	if err := a.LogOut(t.Context(), session.Token); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Verify(t.Context(), session.Token); !errors.Is(err, auth.ErrToken) {
		t.Errorf("after the log-out: %v", err)
	}
}

func TestWrongCredentialsLookTheSame(t *testing.T) {
	a, _ := open(t)
	if _, err := a.Register(t.Context(), models.Registration{Email: "ada@example.com", Name: "Ada", Password: password}); err != nil {
		t.Fatal(err)
	}
	for _, l := range []models.LogIn{
		{Email: "ada@example.com", Password: "wrong"},
		{Email: "bob@example.com", Password: password},
		{Email: "bob@example.com", Password: "nobody has this password"},
	} {
		if _, err := a.LogIn(t.Context(), l); !errors.Is(err, models.ErrCredentials) {
			t.Errorf("%+v: %v", l, err)
		}
	}
}

func TestExpiredAndForeignSessionsAreRefused(t *testing.T) {
	a, kept := open(t)
	kept["old"] = models.Session{UserID: uuid.New(), ExpiresAt: time.Now().Add(-time.Second)}
	for _, token := range []string{"old", "foreign"} {
		if _, err := a.Verify(t.Context(), token); !errors.Is(err, auth.ErrToken) {
			t.Errorf("%s: %v", token, err)
		}
	}
}

func TestPasswordsThatBcryptWouldCutAreRefused(t *testing.T) {
	a, _ := open(t)
	_, err := a.Register(t.Context(), models.Registration{Email: "a@example.com", Name: "A", Password: strings.Repeat("é", 40)})
	if !errors.Is(err, models.ErrPasswordBytes) {
		t.Errorf("got %v", err)
	}
}

func TestHashingWaitsNoLongerThanItsRequest(t *testing.T) {
	a, _ := open(t)
	for range cap(a.hashing) {
		a.hashing <- struct{}{}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	_, err := a.Register(ctx, models.Registration{Email: "a@example.com", Name: "A", Password: password})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

// Every order asks for it.
func BenchmarkVerify(b *testing.B) {
	a, kept := open(b)
	kept["token"] = models.Session{UserID: uuid.New(), Roles: []string{models.Customer}, ExpiresAt: time.Now().Add(time.Hour)}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.Verify(b.Context(), "token"); err != nil {
			b.Fatal(err)
		}
	}
}
