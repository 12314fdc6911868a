package repositories

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/google/uuid"

	"github.com/acme/shop/services/users/internal/models"
)

func TestSessionsEnd(t *testing.T) {
	server := miniredis.RunT(t)
	sessions, err := NewSessions("redis://" + server.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = sessions.Close() }()
	session := models.Session{UserID: uuid.New(), Roles: []string{"customer"}, ExpiresAt: time.Now().Add(time.Hour)}
	for _, token := range []string{"one", "two"} {
		if err := sessions.Add(t.Context(), token, session); err != nil {
			t.Fatal(err)
		}
	}
	for _, key := range server.Keys() {
		if strings.Contains(key, "one") || strings.Contains(key, "two") {
			t.Errorf("Redis holds the token: %s", key)
		}
	}
	found, err := sessions.Find(t.Context(), "one")
	if err != nil || found.UserID != session.UserID {
		t.Errorf("%+v, %v", found, err)
	}
	if _, err := sessions.Find(t.Context(), "three"); !errors.Is(err, models.ErrNoSession) {
		t.Errorf("a foreign token: %v", err)
	}
	if err := sessions.Remove(t.Context(), "one"); err != nil {
		t.Fatal(err)
	}
	if _, err := sessions.Find(t.Context(), "one"); !errors.Is(err, models.ErrNoSession) {
		t.Errorf("after the log-out: %v", err)
	}
	server.FastForward(2 * time.Hour)
	if _, err := sessions.Find(t.Context(), "two"); !errors.Is(err, models.ErrNoSession) {
		t.Errorf("after its end: %v", err)
	}
	server.Close()
	if _, err := sessions.Find(t.Context(), "two"); !errors.Is(err, models.ErrUnavailable) {
		t.Errorf("with Redis away: %v", err)
	}
}

func TestWhatTheClientOfRedisWarnsOfIsALineOfTheLog(t *testing.T) {
	var out bytes.Buffer
	lines{slog.New(slog.NewJSONHandler(&out, nil))}.Printf(t.Context(), "no connection after %d attempts", 5)
	if !strings.Contains(out.String(), `"msg":"redis","error":"no connection after 5 attempts"`) {
		t.Errorf("got %s", out.String())
	}
}
