package health

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	healthpb "google.golang.org/grpc/health/grpc_health_v1"
)

func status(t *testing.T, r *Readiness) (int, healthpb.HealthCheckResponse_ServingStatus) {
	t.Helper()
	recorder := httptest.NewRecorder()
	r.Ready(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/readyz", nil))
	answer, err := r.GRPC().Check(t.Context(), &healthpb.HealthCheckRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return recorder.Code, answer.GetStatus()
}

func TestReadinessFollowsItsChecks(t *testing.T) {
	var broken error
	r := New(slog.New(slog.DiscardHandler))
	r.Add("database", func(context.Context) error { return broken })

	step := func(when string, code int, serving healthpb.HealthCheckResponse_ServingStatus) {
		t.Helper()
		gotCode, gotServing := status(t, r)
		if gotCode != code || gotServing != serving {
			t.Errorf("%s: %d %s", when, gotCode, gotServing)
		}
	}
	step("before the first round", http.StatusServiceUnavailable, healthpb.HealthCheckResponse_NOT_SERVING)
	r.Round(t.Context())
	step("with everything there", http.StatusOK, healthpb.HealthCheckResponse_SERVING)
	broken = errors.New("connection refused")
	r.Round(t.Context())
	step("with the database away", http.StatusServiceUnavailable, healthpb.HealthCheckResponse_NOT_SERVING)
	broken = nil
	r.Round(t.Context())
	step("with the database back", http.StatusOK, healthpb.HealthCheckResponse_SERVING)
	r.Drain()
	r.Round(t.Context())
	step("while it stops", http.StatusServiceUnavailable, healthpb.HealthCheckResponse_NOT_SERVING)
}

func TestLivenessDependsOnNothing(t *testing.T) {
	recorder := httptest.NewRecorder()
	Live(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/livez", nil))
	if recorder.Code != http.StatusOK {
		t.Errorf("answered %d", recorder.Code)
	}
	r := New(slog.New(slog.DiscardHandler))
	r.Add("database", func(context.Context) error { return errors.New("connection refused") })
	r.Round(t.Context())
	answer, err := r.GRPC().Check(t.Context(), &healthpb.HealthCheckRequest{Service: LiveService})
	if err != nil || answer.GetStatus() != healthpb.HealthCheckResponse_SERVING {
		t.Errorf("by gRPC: %v, %v", answer, err)
	}
}
