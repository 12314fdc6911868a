package config

import (
	"maps"
	"strings"
	"testing"

	"github.com/acme/shop/services/notifier/internal/platform/env"
)

var given = map[string]string{
	"APP_ENV": "local", "SERVICE_NAME": "notifier", "SERVICE_VERSION": "1", "LOG_LEVEL": "debug", "LOG_FORMAT": "json",
	"OTEL_SDK_DISABLED": "true", "WS_PORT": "8080", "METRICS_PORT": "9100",
	"KAFKA_BROKERS": "events:9092", "KAFKA_SECURITY_PROTOCOL": "PLAINTEXT", "KAFKA_GROUP_ID": "shop.notifier",
}

func TestTheContractIsEnough(t *testing.T) {
	c, err := Load(env.FromMap(given))
	if err != nil {
		t.Fatal(err)
	}
	if c.WSPort != 8080 || c.MetricsPort != 9100 || c.Group != "shop.notifier" || c.ParkingTopic != "" {
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

func TestAParkingTopicThatCannotBeOneIsRefused(t *testing.T) {
	with := maps.Clone(given)
	with["PARKING_TOPIC"] = "order-created.parked"
	if c, err := Load(env.FromMap(with)); err != nil || c.ParkingTopic != "order-created.parked" {
		t.Errorf("%+v, %v", c, err)
	}
	with["PARKING_TOPIC"] = "order created"
	if _, err := Load(env.FromMap(with)); err == nil || err.Error() != "PARKING_TOPIC must be a name of a topic" {
		t.Errorf("got %v", err)
	}
}
