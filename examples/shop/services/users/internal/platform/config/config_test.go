package config

import (
	"maps"
	"strings"
	"testing"

	"github.com/acme/shop/services/users/internal/platform/env"
)

var given = map[string]string{
	"APP_ENV": "local", "SERVICE_NAME": "users", "SERVICE_VERSION": "1", "LOG_LEVEL": "debug", "LOG_FORMAT": "json",
	"OTEL_SDK_DISABLED": "true", "HTTP_PORT": "8080", "GRPC_PORT": "9090", "METRICS_PORT": "9100",
	"DATABASE_URL": "postgres://users:secret@main:5432/users?sslmode=disable",
	"REDIS_URL":    "redis://users:secret@sessions:6379",
}

func TestTheContractIsEnough(t *testing.T) {
	c, err := Load(env.FromMap(given))
	if err != nil {
		t.Fatal(err)
	}
	if c.HTTPPort != 8080 || c.GRPCPort != 9090 || c.MetricsPort != 9100 || c.Telemetry || !c.OpenToTools() {
		t.Errorf("got %+v", c)
	}
}

func TestEachMissingVariableIsNamed(t *testing.T) {
	for name := range given {
		if name == "OTEL_SDK_DISABLED" {
			continue
		}
		without := maps.Clone(given)
		delete(without, name)
		if _, err := Load(env.FromMap(without)); err == nil || !strings.HasPrefix(err.Error(), name+" is not set") {
			t.Errorf("without %s: %v", name, err)
		}
	}
}

func TestAMigrationNeedsTheDatabaseAlone(t *testing.T) {
	only := maps.Clone(given)
	for _, name := range []string{"HTTP_PORT", "GRPC_PORT", "METRICS_PORT", "REDIS_URL"} {
		delete(only, name)
	}
	if _, err := LoadMigration(env.FromMap(only)); err != nil {
		t.Error(err)
	}
}
