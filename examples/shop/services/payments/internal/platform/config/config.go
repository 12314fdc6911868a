// Package config is every variable that the service reads. docs/reference/contract.md says where each comes from.
package config

import (
	"github.com/acme/shop/services/payments/internal/platform/env"
)

// Config of the service.
type Config struct {
	env.Base
	GRPCPort    int
	MetricsPort int
	DatabaseURL string
	// ProviderKey is the key of the account with the payment provider.
	ProviderKey string
}

// Load reads what the server needs.
func Load(r *env.Reader) (Config, error) {
	c := Config{
		Base:        r.Base(),
		GRPCPort:    r.Port("GRPC_PORT"),
		MetricsPort: r.Port("METRICS_PORT"),
		DatabaseURL: r.URL("DATABASE_URL", "postgres", "postgresql"),
		ProviderKey: r.String("PAYMENT_PROVIDER_KEY"),
	}
	return c, r.Err()
}

// LoadMigration reads what a migration needs, which has no ports and no provider.
func LoadMigration(r *env.Reader) (Config, error) {
	c := Config{Base: r.Base(), DatabaseURL: r.URL("DATABASE_URL", "postgres", "postgresql")}
	return c, r.Err()
}
