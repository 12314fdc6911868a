// Package config is every variable that the service reads. docs/reference/contract.md says where each comes from.
package config

import (
	"github.com/acme/shop/services/orders/internal/platform/auth"
	"github.com/acme/shop/services/orders/internal/platform/broker"
	"github.com/acme/shop/services/orders/internal/platform/env"
)

// Config of the service.
type Config struct {
	env.Base
	HTTPPort     int
	MetricsPort  int
	DatabaseURL  string
	Kafka        broker.Settings
	UsersAddr    string
	PaymentsAddr string
	// Pricing is the rule that prices follow: "v1" adds up, "v2" gives a discount for quantity.
	Pricing string
	// Issuer of JWTs that are accepted beside the shop's own sessions.
	Issuer auth.Settings
	// RateLimit is how many requests one client may do per second.
	RateLimit int
}

// Load reads what the server needs.
func Load(r *env.Reader) (Config, error) {
	c := Config{
		Base:         r.Base(),
		HTTPPort:     r.Port("HTTP_PORT"),
		MetricsPort:  r.Port("METRICS_PORT"),
		DatabaseURL:  r.URL("DATABASE_URL", "postgres", "postgresql"),
		Kafka:        broker.Read(r),
		UsersAddr:    r.Address("USERS_GRPC_ADDR"),
		PaymentsAddr: r.Address("PAYMENTS_GRPC_ADDR"),
		Pricing:      r.OneOf("PRICING", "v1", "v2"),
		Issuer:       auth.Read(r),
		RateLimit:    r.Int("RATE_LIMIT", 500, 1, 1_000_000),
	}
	return c, r.Err()
}

// LoadJob reads what a migration or the job needs: no ports, no peers, no broker.
func LoadJob(r *env.Reader) (Config, error) {
	c := Config{Base: r.Base(), DatabaseURL: r.URL("DATABASE_URL", "postgres", "postgresql")}
	return c, r.Err()
}
