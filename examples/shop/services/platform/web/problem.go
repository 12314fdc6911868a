// Package web is what the HTTP servers of the shop have in common.
package web

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"go.opentelemetry.io/otel/trace"
)

// Problem is an answer that says what is wrong: application/problem+json, RFC 9457. As an error it ends a handler.
type Problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	// Code is for programs and never changes its meaning.
	Code   string  `json:"code"`
	Detail string  `json:"detail,omitempty"`
	Fields []Field `json:"fields,omitempty"`
	// TraceID finds the log lines of the request.
	TraceID string `json:"trace_id,omitempty"`

	retryAfter time.Duration
	cause      error
}

// Field is what is wrong with one field of a request.
type Field struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// NewProblem is a problem with a status of HTTP.
func NewProblem(status int, code, detail string) *Problem {
	return &Problem{Title: http.StatusText(status), Status: status, Code: code, Detail: detail}
}

// After says when to try again.
func (p *Problem) After(wait time.Duration) *Problem {
	p.retryAfter = wait
	return p
}

// Because keeps what is behind it, for the log alone.
func (p *Problem) Because(cause error) *Problem {
	p.cause = cause
	return p
}

// Unavailable is for a dependency that does not answer now.
func Unavailable(detail string) *Problem {
	return NewProblem(http.StatusServiceUnavailable, "unavailable", detail).After(time.Second)
}

// Handler is a handler that may end with an error. A *Problem is told to the client; anything else is logged, and the
// client hears only that it is not to blame.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Handle makes an http.Handler of a handler.
func Handle(log *slog.Logger, handler Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := handler(w, r); err != nil {
			Fail(w, r, log, err)
		}
	})
}

// Fail answers with an error.
func Fail(w http.ResponseWriter, r *http.Request, log *slog.Logger, err error) {
	var problem *Problem
	switch {
	case errors.As(err, &problem):
		if problem.cause != nil {
			log.WarnContext(r.Context(), "request refused", "code", problem.Code, "error", problem.cause.Error())
		}
	case errors.Is(err, context.Canceled) && r.Context().Err() != nil:
		// The client has gone: nobody reads the answer, 499 is what proxies log for it.
		problem = &Problem{Title: "Client Closed Request", Status: 499, Code: "client-closed-request"}
	case errors.Is(err, context.DeadlineExceeded):
		log.ErrorContext(r.Context(), "request timed out", "error", err.Error())
		problem = NewProblem(http.StatusGatewayTimeout, "timeout", "the request took too long")
	default:
		log.ErrorContext(r.Context(), "request failed", "error", err.Error())
		problem = NewProblem(http.StatusInternalServerError, "internal", "the service failed; the trace id finds its log")
	}
	write := *problem
	if span := trace.SpanContextFromContext(r.Context()); span.HasTraceID() {
		write.TraceID = span.TraceID().String()
	}
	if write.retryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int((write.retryAfter+time.Second-1)/time.Second)))
	}
	respond(w, write.Status, "application/problem+json", write)
}

// JSON answers with a value.
func JSON(w http.ResponseWriter, status int, value any) error {
	respond(w, status, "application/json", value)
	return nil
}

func respond(w http.ResponseWriter, status int, contentType string, value any) {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	// The status is out: an error here means that the client has gone.
	_ = json.NewEncoder(w).Encode(value)
}
