package env

import (
	"log/slog"
	"slices"
)

// Base is what every program of the shop is told, services and jobs alike.
type Base struct {
	Environment string
	Service     string
	Version     string
	LogLevel    slog.Level
	LogFormat   string
	// Telemetry is off where OTEL_SDK_DISABLED says so, the switch of the OpenTelemetry specification.
	Telemetry bool
	// TelemetryProtocol is "grpc" or "http/protobuf". Where to send to, what to sample and the attributes are read by the
	// OpenTelemetry SDK itself.
	TelemetryProtocol string
}

// Base reads what every program is told.
func (r *Reader) Base() Base {
	base := Base{
		Environment:       r.String("APP_ENV"),
		Service:           r.String("SERVICE_NAME"),
		Version:           r.String("SERVICE_VERSION"),
		LogFormat:         r.OneOf("LOG_FORMAT", "json", "text"),
		Telemetry:         !r.Bool("OTEL_SDK_DISABLED"),
		TelemetryProtocol: "grpc",
	}
	level := r.OneOf("LOG_LEVEL", "debug", "info", "warn", "error")
	if level != "" {
		r.Check("LOG_LEVEL", base.LogLevel.UnmarshalText([]byte(level)) == nil, "a level of log/slog")
	}
	if base.Telemetry && r.Optional("OTEL_EXPORTER_OTLP_PROTOCOL") != "" {
		base.TelemetryProtocol = r.OneOf("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "http/protobuf")
	}
	if base.Telemetry && r.Optional("OTEL_EXPORTER_OTLP_ENDPOINT") != "" {
		// The SDK would go on with localhost where it cannot read this one.
		r.URL("OTEL_EXPORTER_OTLP_ENDPOINT", "http", "https")
	}
	return base
}

// OpenToTools says whether developers' tools such as gRPC reflection are wanted. A name that is not known counts as
// production: a new environment starts closed.
func (b Base) OpenToTools() bool {
	return slices.Contains([]string{"local", "dev", "test"}, b.Environment)
}
