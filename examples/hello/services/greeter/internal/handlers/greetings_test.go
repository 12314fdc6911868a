package handlers

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

type counted struct{ err error }

func (c counted) Greet(context.Context, string) (int64, error) { return 3, c.err }

func TestGreet(t *testing.T) {
	for _, test := range []struct {
		title, body string
		err         error
		status      int
		answer      string
	}{
		{"greets", `{"name":" Ada "}`, nil, http.StatusOK, `{"name":"Ada","text":"Hello, Ada!","count":3}`},
		{"refuses what is no JSON", `name=Ada`, nil, http.StatusBadRequest, `{"error":"the body must be JSON with a name"}`},
		{"refuses nobody", `{}`, nil, http.StatusUnprocessableEntity, `{"error":"name must have 1 to 100 characters"}`},
		{"says no more than it should", `{"name":"Ada"}`, errors.New("secret"), http.StatusServiceUnavailable, `{"error":"try again later"}`},
	} {
		t.Run(test.title, func(t *testing.T) {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/v1/greetings", strings.NewReader(test.body))
			w := httptest.NewRecorder()
			New(slog.New(slog.DiscardHandler), counted{test.err}).ServeHTTP(w, r)
			if got := strings.TrimSpace(w.Body.String()); w.Code != test.status || got != test.answer {
				t.Errorf("%d %s", w.Code, got)
			}
		})
	}
}
