// Package handlers is the REST of the service.
package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"github.com/acme/hello/services/greeter/internal/models"
)

// maxBody is more than any greeting needs.
const maxBody = 4 << 10

// Greetings remembers whom the service greeted.
type Greetings interface {
	// Greet counts one more greeting of a name.
	Greet(ctx context.Context, name string) (int64, error)
}

// New is the routes of the service.
func New(log *slog.Logger, greetings Greetings) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/greetings", func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			Name string `json:"name"`
		}
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&body); err != nil {
			fail(w, http.StatusBadRequest, errors.New("the body must be JSON with a name"))
			return
		}
		name, err := models.ParseName(body.Name)
		if err != nil {
			fail(w, http.StatusUnprocessableEntity, err)
			return
		}
		count, err := greetings.Greet(r.Context(), name)
		if err != nil {
			log.ErrorContext(r.Context(), "greet", "error", err.Error())
			fail(w, http.StatusServiceUnavailable, errors.New("try again later"))
			return
		}
		answer(w, http.StatusOK, models.Greeting{Name: name, Text: "Hello, " + name + "!", Count: count})
	})
	return mux
}

func fail(w http.ResponseWriter, status int, reason error) {
	answer(w, status, map[string]string{"error": reason.Error()})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
