// Package health knows whether a service is ready for traffic.
package health

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	healthpb "google.golang.org/grpc/health/grpc_health_v1"

	"google.golang.org/grpc/health"
)

const (
	// interval is shorter than the fastest probe, so that a probe sees a state of this moment.
	interval = 2 * time.Second
	// patience with one dependency, below the time-out of a probe.
	patience = 1500 * time.Millisecond
)

// LiveService is the name under which gRPC health answers for the process alone, as /livez does. The name "" is readiness.
const LiveService = "live"

var (
	errStarting = errors.New("starting")
	errStopping = errors.New("stopping")
)

// Check says whether something that the service cannot do without answers.
type Check func(context.Context) error

// Readiness asks its checks from time to time; a probe reads the last answer. However often somebody asks, a weak
// dependency is asked once per interval.
type Readiness struct {
	log    *slog.Logger
	names  []string
	checks map[string]Check
	grpc   *health.Server

	mu       sync.RWMutex
	state    error
	draining bool
}

// New is not ready before the first round of its checks.
func New(log *slog.Logger) *Readiness {
	r := &Readiness{log: log, checks: map[string]Check{}, grpc: health.NewServer(), state: errStarting}
	r.grpc.SetServingStatus("", healthpb.HealthCheckResponse_NOT_SERVING)
	r.grpc.SetServingStatus(LiveService, healthpb.HealthCheckResponse_SERVING)
	return r
}

// Add names one more thing that the service cannot do without. Call it before Run.
func (r *Readiness) Add(name string, check Check) {
	r.names = append(r.names, name)
	r.checks[name] = check
}

// GRPC is the same state as a gRPC health v1 service.
func (r *Readiness) GRPC() *health.Server { return r.grpc }

// Run asks until the context ends.
func (r *Readiness) Run(ctx context.Context) error {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		r.Round(ctx)
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// Round asks every check once, all at the same time.
func (r *Readiness) Round(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	failures := make([]error, len(r.names))
	var wait sync.WaitGroup
	for i, name := range r.names {
		wait.Go(func() {
			if err := r.checks[name](ctx); err != nil {
				failures[i] = fmt.Errorf("%s: %w", name, err)
			}
		})
	}
	wait.Wait()
	r.set(errors.Join(failures...))
}

// Drain makes the service not ready for good: the first thing to do when it is asked to stop.
func (r *Readiness) Drain() {
	r.mu.Lock()
	r.draining = true
	r.mu.Unlock()
	r.set(errStopping)
}

// Err is nil when the service is ready, otherwise why it is not.
func (r *Readiness) Err() error {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.state
}

func (r *Readiness) set(next error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.draining {
		next = errStopping
	}
	if text(next) != text(r.state) {
		if next == nil {
			r.log.Info("ready")
		} else {
			r.log.Warn("not ready", "reason", next.Error())
		}
	}
	r.state = next
	status := healthpb.HealthCheckResponse_SERVING
	if next != nil {
		status = healthpb.HealthCheckResponse_NOT_SERVING
	}
	r.grpc.SetServingStatus("", status)
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// Live answers for the process alone: a dependency that is away is no reason to kill it.
func Live(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, "ok") }

// Ready answers 200 or 503. It does not say why not: whoever may see that reads the log.
func (r *Readiness) Ready(w http.ResponseWriter, _ *http.Request) {
	if r.Err() != nil {
		answer(w, http.StatusServiceUnavailable, "not ready")
		return
	}
	answer(w, http.StatusOK, "ready")
}

func answer(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n"))
}
