package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Server is an HTTP server with a limit on everything that a client could draw out.
type Server struct {
	server  *http.Server
	leaving atomic.Bool
}

// NewServer listens on all addresses of a port once Serve is called.
func NewServer(port int, handler http.Handler, log *slog.Logger) *Server {
	s := &Server{}
	s.server = &http.Server{
		Addr: ":" + strconv.Itoa(port),
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if s.leaving.Load() {
				w.Header().Set("Connection", "close")
			}
			handler.ServeHTTP(w, r)
		}),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      15 * time.Second,
		// Above the 60s after which load balancers close idle connections: the one that closes first must not be the server,
		// or a request that is on its way is lost.
		IdleTimeout:    75 * time.Second,
		MaxHeaderBytes: 16 << 10,
		ErrorLog:       slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	return s
}

// Serve serves until Stop.
func (s *Server) Serve() error {
	listener, err := net.Listen("tcp", s.server.Addr) //nolint:noctx // lives as long as the process
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	if err := s.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// Until serves until a context ends.
func (s *Server) Until(ctx context.Context) error {
	defer context.AfterFunc(ctx, func() { _ = s.server.Close() })()
	return s.Serve()
}

// Leave makes every answer the last one of its connection, so that clients are on other connections, to other instances,
// before this server stops listening. http.Server.SetKeepAlivesEnabled would also cut idle connections at once, with the
// request that may be on its way.
func (s *Server) Leave() { s.leaving.Store(true) }

// Stop waits for the requests that are under way.
func (s *Server) Stop(ctx context.Context) error { return s.server.Shutdown(ctx) }

// NewRegistry holds the metrics of a process, with those of Go and of the operating system.
func NewRegistry() *prometheus.Registry {
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		collectors.NewBuildInfoCollector(),
	)
	return registry
}

// Metrics is the handler of the metrics port.
func Metrics(registry *prometheus.Registry) *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{Registry: registry}))
	return mux
}
