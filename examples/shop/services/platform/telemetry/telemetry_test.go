package telemetry

import (
	"testing"

	"go.opentelemetry.io/otel"
)

func TestRequestsHaveTraceIDsWhereTelemetryIsOff(t *testing.T) {
	stop, err := Start(t.Context(), false, "grpc")
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
