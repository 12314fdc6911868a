package config

import (
	"maps"
	"strings"
	"testing"

	"github.com/acme/shop/services/payments/internal/platform/env"
)

var given = map[string]string{
	"APP_ENV": "local", "SERVICE_NAME": "payments", "SERVICE_VERSION": "1", "LOG_LEVEL": "debug", "LOG_FORMAT": "json",
	"OTEL_SDK_DISABLED": "true", "GRPC_PORT": "9090", "METRICS_PORT": "9100",
	"DATABASE_URL":         "postgres://payments:secret@main:5432/payments?sslmode=disable",
	"PAYMENT_PROVIDER_KEY": "secret",
}

func TestTheContractIsEnough(t *testing.T) {
	c, err := Load(env.FromMap(given))
	if err != nil {
		t.Fatal(err)
	}
	if c.GRPCPort != 9090 || c.MetricsPort != 9100 || c.Telemetry || !c.OpenToTools() {
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
	for _, name := range []string{"GRPC_PORT", "METRICS_PORT", "PAYMENT_PROVIDER_KEY"} {
		delete(only, name)
	}
	if _, err := LoadMigration(env.FromMap(only)); err != nil {
		t.Error(err)
	}
}
