package logs

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"testing"

	"go.opentelemetry.io/otel/trace"
)

func TestLinesCarryTheTrace(t *testing.T) {
	var out bytes.Buffer
	span := trace.NewSpanContext(trace.SpanContextConfig{TraceID: trace.TraceID{1}, SpanID: trace.SpanID{2}})
	ctx := trace.ContextWithSpanContext(t.Context(), span)
	New(&out, slog.LevelInfo, "json").With("service", "users").InfoContext(ctx, "hello")

	var line map[string]any
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	if line["trace_id"] != span.TraceID().String() || line["span_id"] != span.SpanID().String() {
		t.Errorf("no trace in %s", out.String())
	}
	if line["service"] != "users" || line["msg"] != "hello" {
		t.Errorf("wrong line %s", out.String())
	}
}

func TestLinesBelowTheLevelAreNotWritten(t *testing.T) {
	var out bytes.Buffer
	New(&out, slog.LevelWarn, "text").Info("hello")
	if out.Len() != 0 {
		t.Errorf("wrote %s", out.String())
	}
}
