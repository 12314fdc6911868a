package config

import (
	"maps"
	"strings"
	"testing"

	"github.com/acme/shop/services/orders/internal/platform/env"
)

var given = map[string]string{
	"APP_ENV": "local", "SERVICE_NAME": "orders", "SERVICE_VERSION": "1", "LOG_LEVEL": "debug", "LOG_FORMAT": "json",
	"OTEL_SDK_DISABLED": "true", "HTTP_PORT": "8080", "METRICS_PORT": "9100",
	"DATABASE_URL":  "postgres://orders:secret@main:5432/orders?sslmode=disable",
	"KAFKA_BROKERS": "events:9092", "KAFKA_SECURITY_PROTOCOL": "PLAINTEXT",
	"USERS_GRPC_ADDR": "users:9090", "PAYMENTS_GRPC_ADDR": "payments:9090", "PRICING": "v2",
}

func TestTheContractIsEnough(t *testing.T) {
	c, err := Load(env.FromMap(given))
	if err != nil {
		t.Fatal(err)
	}
	if c.HTTPPort != 8080 || c.MetricsPort != 9100 || c.UsersAddr != "users:9090" || c.Pricing != "v2" {
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

func TestTheJobNeedsTheDatabaseAlone(t *testing.T) {
	only := maps.Clone(given)
	for name := range given {
		if strings.HasSuffix(name, "_PORT") || strings.HasSuffix(name, "_ADDR") || strings.HasPrefix(name, "KAFKA") {
			delete(only, name)
		}
	}
	delete(only, "PRICING")
	if _, err := LoadJob(env.FromMap(only)); err != nil {
		t.Error(err)
	}
}
