package repositories

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"

	"github.com/acme/shop/services/users/internal/models"
)

// Sessions in Redis. Who reads Redis finds hashes of tokens, with which nobody can log in.
type Sessions struct{ client *redis.Client }

// NewSessions keeps sessions in the Redis of a URL. It connects when it is used.
func NewSessions(url string) (*Sessions, error) {
	options, err := redis.ParseURL(url)
	if err != nil {
		return nil, errors.New("REDIS_URL must be a URL of Redis")
	}
	options.DialTimeout = 2 * time.Second
	options.ReadTimeout = time.Second
	options.WriteTimeout = time.Second
	options.PoolTimeout = 2 * time.Second
	options.MaxRetries = 2
	options.ContextTimeoutEnabled = true
	// A command of Redis' cloud alone, which an access list refuses.
	options.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return &Sessions{redis.NewClient(options)}, nil
}

// LogRedis passes on what every client of Redis warns of: by itself it writes text to the standard error. Call it once,
// before the first client is made.
func LogRedis(log *slog.Logger) { redis.SetLogger(lines{log}) }

type lines struct{ log *slog.Logger }

func (l lines) Printf(ctx context.Context, format string, values ...any) {
	l.log.WarnContext(ctx, "redis", "error", fmt.Sprintf(format, values...))
}

// Add remembers the session of a token until it expires.
func (s *Sessions) Add(ctx context.Context, token string, session models.Session) error {
	value, err := json.Marshal(session)
	if err != nil {
		return fmt.Errorf("add session: %w", err)
	}
	return down("add session", s.client.Set(ctx, sessionKey(token), value, time.Until(session.ExpiresAt)).Err())
}

// Find is the session of a token, or models.ErrNoSession.
func (s *Sessions) Find(ctx context.Context, token string) (models.Session, error) {
	value, err := s.client.Get(ctx, sessionKey(token)).Bytes()
	if errors.Is(err, redis.Nil) {
		return models.Session{}, models.ErrNoSession
	}
	if err != nil {
		return models.Session{}, down("find session", err)
	}
	var session models.Session
	if err := json.Unmarshal(value, &session); err != nil {
		return models.Session{}, fmt.Errorf("find session: %w", err)
	}
	return session, nil
}

// Remove ends the session of a token.
func (s *Sessions) Remove(ctx context.Context, token string) error {
	return down("remove session", s.client.Del(ctx, sessionKey(token)).Err())
}

// Ping asks whether Redis answers.
func (s *Sessions) Ping(ctx context.Context) error { return s.client.Ping(ctx).Err() }

// Close ends the connections.
func (s *Sessions) Close() error { return s.client.Close() }

func sessionKey(token string) string {
	hash := sha256.Sum256([]byte(token))
	return "session:" + hex.EncodeToString(hash[:])
}

// down is for commands that have no other way to fail than a store that does not do its work.
func down(what string, err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	return fmt.Errorf("%s: %w: %w", what, models.ErrUnavailable, err)
}
