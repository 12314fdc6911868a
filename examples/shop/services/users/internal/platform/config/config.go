// Package config is every variable that the service reads. docs/reference/contract.md says where each comes from.
package config

import (
	"github.com/redis/go-redis/v9"

	"github.com/acme/shop/services/users/internal/platform/auth"
	"github.com/acme/shop/services/users/internal/platform/env"
)

// Config of the service.
type Config struct {
	env.Base
	HTTPPort    int
	GRPCPort    int
	MetricsPort int
	DatabaseURL string
	// RedisURL says rediss:// where the connection is encrypted.
	RedisURL string
	// Issuer of JWTs that are accepted beside the shop's own sessions.
	Issuer auth.Settings
	// RateLimit is how many requests one client may do per second.
	RateLimit int
}

// Load reads what the server needs.
func Load(r *env.Reader) (Config, error) {
	c := Config{
		Base:        r.Base(),
		HTTPPort:    r.Port("HTTP_PORT"),
		GRPCPort:    r.Port("GRPC_PORT"),
		MetricsPort: r.Port("METRICS_PORT"),
		DatabaseURL: r.URL("DATABASE_URL", "postgres", "postgresql"),
		RedisURL:    r.URL("REDIS_URL", "redis", "rediss"),
		Issuer:      auth.Read(r),
		RateLimit:   r.Int("RATE_LIMIT", 500, 1, 1_000_000),
	}
	if c.RedisURL != "" {
		_, err := redis.ParseURL(c.RedisURL)
		r.Check("REDIS_URL", err == nil, "a URL of Redis")
	}
	return c, r.Err()
}

// LoadMigration reads what a migration needs, which has no ports and no peers.
func LoadMigration(r *env.Reader) (Config, error) {
	c := Config{Base: r.Base(), DatabaseURL: r.URL("DATABASE_URL", "postgres", "postgresql")}
	return c, r.Err()
}
