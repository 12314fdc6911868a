package telemetry

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/otel"
)

func TestRequestsHaveTraceIDsWhereTelemetryIsOff(t *testing.T) {
	stop, err := Start(t.Context(), slog.New(slog.DiscardHandler), false, "grpc")
	if err != nil {
		t.Fatal(err)
	}
	_, span := otel.Tracer("test").Start(t.Context(), "request")
	if !span.SpanContext().HasTraceID() {
		t.Error("no trace id")
	}
	if span.IsRecording() {
		t.Error("a span is recorded")
	}
	if err := stop(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestACollectorThatIsAwayIsALineOfTheLog(t *testing.T) {
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
	var out bytes.Buffer
	stop, err := Start(t.Context(), slog.New(slog.NewJSONHandler(&out, nil)), true, "grpc")
	if err != nil {
		t.Fatal(err)
	}
	_, span := otel.Tracer("test").Start(t.Context(), "request")
	span.End()
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	if err := stop(ctx); err != nil {
		t.Errorf("the stop failed: %v", err)
	}
	if line := out.String(); !strings.HasPrefix(line, "{") || !strings.Contains(line, `"msg":"telemetry"`) {
		t.Errorf("got %q", line)
	}
}
