// Package platform is what every service has: configuration, logging, and a server that stops in good order.
package platform

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"strconv"
	"strings"
)

// Config is every variable that the service reads. `slipway explain greeter --env` prints what it gets.
type Config struct {
	// Port is 0 for a migration, which has none.
	Port        int
	DatabaseURL string
	LogLevel    slog.Level
	Service     string
	Version     string
}

// Load reads it. The error is one line that names every variable that is missing or malformed. Who does not serve has no port.
func Load(lookup func(string) (string, bool), serves bool) (Config, error) {
	var problems []string
	value := func(name string) string {
		text, ok := lookup(name)
		if !ok {
			problems = append(problems, name+" is not set")
		}
		return text
	}
	config := Config{DatabaseURL: value("DATABASE_URL"), Service: value("SERVICE_NAME"), Version: value("SERVICE_VERSION")}
	if address, err := url.Parse(config.DatabaseURL); err != nil || address.Scheme != "postgres" {
		problems = append(problems, "DATABASE_URL must start with postgres://")
	}
	if err := config.LogLevel.UnmarshalText([]byte(value("LOG_LEVEL"))); err != nil {
		problems = append(problems, "LOG_LEVEL must be debug, info, warn or error")
	}
	if serves {
		text := value("PORT")
		port, err := strconv.ParseUint(text, 10, 16)
		if err != nil || port == 0 {
			problems = append(problems, fmt.Sprintf("PORT must be a port number, not %q", text))
		}
		config.Port = int(port)
	}
	if len(problems) > 0 {
		return config, errors.New(strings.Join(problems, "; "))
	}
	return config, nil
}

// NewLog writes JSON lines.
func NewLog(w io.Writer, config Config) *slog.Logger {
	handler := slog.NewJSONHandler(w, &slog.HandlerOptions{Level: config.LogLevel})
	return slog.New(handler).With("service", config.Service, "version", config.Version)
}
