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
	}))
	if err != nil || config.Port != 8080 || config.Service != "greeter" {
		t.Errorf("%+v, %v", config, err)
	}
}

func TestLoadNamesEveryWrongVariable(t *testing.T) {
	_, err := Load(lookup(map[string]string{"DATABASE_URL": "mysql://x", "PORT": "eighty", "LOG_LEVEL": "loud"}))
	for _, name := range []string{"DATABASE_URL", "PORT", "LOG_LEVEL", "SERVICE_NAME", "SERVICE_VERSION"} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s is not named: %v", name, err)
		}
	}
}
