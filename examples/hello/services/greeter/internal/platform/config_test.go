package platform

import (
	"strings"
	"testing"
)

func lookup(variables map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	}
}

func TestLoad(t *testing.T) {
	config, err := Load(lookup(map[string]string{
		"DATABASE_URL": "postgres://greeter:x@main:5432/greetings", "LOG_LEVEL": "debug", "PORT": "8080",
		"SERVICE_NAME": "greeter", "SERVICE_VERSION": "dev",
	}), true)
	if err != nil || config.Port != 8080 || config.Service != "greeter" {
		t.Errorf("%+v, %v", config, err)
	}
}

func TestLoadNamesEveryWrongVariable(t *testing.T) {
	_, err := Load(lookup(map[string]string{"DATABASE_URL": "mysql://x", "PORT": "eighty", "LOG_LEVEL": "loud"}), true)
	for _, name := range []string{"DATABASE_URL", "PORT", "LOG_LEVEL", "SERVICE_NAME", "SERVICE_VERSION"} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s is not named: %v", name, err)
		}
	}
}

func TestOnlyWhoServesNeedsAPort(t *testing.T) {
	variables := map[string]string{
		"DATABASE_URL": "postgres://main/greetings", "LOG_LEVEL": "info", "SERVICE_NAME": "greeter", "SERVICE_VERSION": "dev",
	}
	if _, err := Load(lookup(variables), false); err != nil {
		t.Error(err)
	}
	if _, err := Load(lookup(variables), true); err == nil || !strings.Contains(err.Error(), "PORT is not set") {
		t.Errorf("without: %v", err)
	}
	variables["PORT"] = "0"
	if _, err := Load(lookup(variables), true); err == nil || !strings.Contains(err.Error(), "PORT") {
		t.Errorf("zero: %v", err)
	}
}
