package platform

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"
)

// How long a stop takes: what load balancers need to look elsewhere, then what requests that are under way get. Together
// less than `drain` of the description, whose default is 20s.
const (
	notice = 5 * time.Second
	drain  = 10 * time.Second
	// longest is how long a request may take: what it waits for ends with its context, and there is still time to answer.
	longest = 5 * time.Second
)

func limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), longest)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// Serve answers until the context ends: /livez says that the process is there, /readyz whether it may get traffic.
func Serve(ctx context.Context, config Config, routes http.Handler, ping func(context.Context) error, log *slog.Logger) error {
	var stopping atomic.Bool
	mux := http.NewServeMux()
	mux.Handle("/", limited(routes))
	mux.HandleFunc("GET /livez", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), time.Second)
		defer cancel()
		if stopping.Load() || ping(ctx) != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	server := &http.Server{
		Addr:              fmt.Sprintf(":%d", config.Port),
		Handler:           mux,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      10 * time.Second,
		IdleTimeout:       2 * time.Minute,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	log.Info("serving", "port", config.Port)
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	log.Info("stopping")
	stopping.Store(true)
	time.Sleep(notice)
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	if err := server.Shutdown(limit); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
