package web

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"

	"github.com/acme/shop/services/platform/health"
	"github.com/acme/shop/services/platform/ratelimit"
)

// RequestTimeout is below what a stop waits for, and far below the gateway's own time-out, so that a client hears a reason.
const RequestTimeout = 8 * time.Second

// Options of the common handler.
type Options struct {
	Log       *slog.Logger
	Readiness *health.Readiness
	Registry  prometheus.Registerer
	// Timeout ends the context of a request; 0 for connections that are meant to stay.
	Timeout time.Duration
	// PerSecond is how many requests one client may do per second; at once it may do twice as many.
	PerSecond int
}

// Wrap puts a service's routes behind what every route needs, and adds the probes, which nothing limits.
func Wrap(routes *http.ServeMux, o Options) http.Handler {
	handler := matched(routes, o.Log)
	handler = deadline(handler, o.Timeout)
	handler = limit(handler, o.Log, ratelimit.New(float64(o.PerSecond), 2*o.PerSecond))
	// No answer carries a CORS header, so no page of another origin may read one; this refuses what it may still send.
	origins := http.NewCrossOriginProtection()
	origins.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		Fail(w, r, o.Log, NewProblem(http.StatusForbidden, "cross-origin", "a page of another origin asks"))
	}))
	handler = origins.Handler(handler)
	handler = observe(handler, routes, o.Log, o.Registry)
	handler = secure(handler)
	handler = otelhttp.NewHandler(handler, "http", otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string {
		if _, pattern := routes.Handler(r); pattern != "" {
			return pattern
		}
		return "unmatched"
	}))

	all := http.NewServeMux()
	all.HandleFunc("GET /livez", health.Live)
	all.HandleFunc("GET /readyz", o.Readiness.Ready)
	all.Handle("/", handler)
	return all
}

// matched answers in the words of every other refusal where no route fits, or only with another method.
func matched(routes *http.ServeMux, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		own, pattern := routes.Handler(r)
		if pattern != "" {
			routes.ServeHTTP(w, r)
			return
		}
		answer := &unwritten{header: http.Header{}}
		own.ServeHTTP(answer, r)
		if allow := answer.header.Get("Allow"); allow != "" {
			w.Header().Set("Allow", allow)
			Fail(w, r, log, NewProblem(http.StatusMethodNotAllowed, "wrong-method", "this path takes "+allow))
			return
		}
		Fail(w, r, log, NewProblem(http.StatusNotFound, "no-such-path", "there is nothing here"))
	})
}

// unwritten keeps the header of an answer and nothing else.
type unwritten struct{ header http.Header }

func (u *unwritten) Header() http.Header            { return u.header }
func (u *unwritten) Write(data []byte) (int, error) { return len(data), nil }
func (u *unwritten) WriteHeader(int)                {}

func deadline(next http.Handler, timeout time.Duration) http.Handler {
	if timeout == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), timeout)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func limit(next http.Handler, log *slog.Logger, limiter *ratelimit.Limiter) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if ok, wait := limiter.Allow(Client(r)); !ok {
			Fail(w, r, log, TooMany(wait))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// TooMany refuses a client that asks too often.
func TooMany(wait time.Duration) *Problem {
	return NewProblem(http.StatusTooManyRequests, "too-many-requests", "slow down").After(max(wait, time.Second))
}

// Client is the address that a request comes from. The gateway appends the address that it saw to X-Forwarded-For, so only
// the last entry can be trusted. One household or one company site has a whole /64 of IPv6.
func Client(r *http.Request) string {
	text := r.RemoteAddr
	if host, _, err := net.SplitHostPort(text); err == nil {
		text = host
	}
	if values := r.Header.Values("X-Forwarded-For"); len(values) > 0 {
		last := values[len(values)-1]
		text = strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
	}
	address, err := netip.ParseAddr(text)
	if err != nil {
		return "unknown"
	}
	address = address.Unmap().WithZone("")
	if address.Is6() {
		if prefix, err := address.Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return address.String()
}

func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Cache-Control", "no-store")
		header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("X-Frame-Options", "DENY")
		next.ServeHTTP(w, r)
	})
}

// observe counts, times and logs every request, and turns a panic into an answer.
func observe(next http.Handler, routes *http.ServeMux, log *slog.Logger, registry prometheus.Registerer) http.Handler {
	duration := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "http_server_request_duration_seconds",
		Help:    "How long requests took, by route and status.",
		Buckets: []float64{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10},
	}, []string{"route", "status"})
	registry.MustRegister(duration)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		out := &recorder{ResponseWriter: w}
		defer func() { //nolint:contextcheck // its context is that of the request
			if cause := recover(); cause != nil {
				if cause == http.ErrAbortHandler { //nolint:errorlint // a sentinel that net/http compares in this way
					panic(cause)
				}
				log.ErrorContext(r.Context(), "panic", "cause", fmt.Sprint(cause), "stack", string(debug.Stack()))
				if out.status == 0 {
					Fail(out, r, log, NewProblem(http.StatusInternalServerError, "internal", "the service failed"))
				}
			}
			_, route := routes.Handler(r)
			if route == "" {
				route = "unmatched"
			}
			took := time.Since(began)
			duration.WithLabelValues(route, strconv.Itoa(out.code())).Observe(took.Seconds())
			log.InfoContext(r.Context(), "request", "method", r.Method, "route", route, "status", out.code(),
				"ms", float64(took.Microseconds())/1000, "bytes", out.bytes)
		}()
		next.ServeHTTP(out, r)
	})
}

type recorder struct {
	http.ResponseWriter
	status int
	bytes  int
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(data []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	count, err := r.ResponseWriter.Write(data)
	r.bytes += count
	return count, err
}

// Unwrap lets http.ResponseController and WebSockets reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func (r *recorder) code() int {
	if r.status == 0 {
		return http.StatusOK
	}
	return r.status
}
