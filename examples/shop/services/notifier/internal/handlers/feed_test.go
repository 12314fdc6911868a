package handlers

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/acme/shop/services/notifier/internal/feed"
	"github.com/acme/shop/services/notifier/internal/models"
	"github.com/acme/shop/services/notifier/internal/platform/health"
	"github.com/acme/shop/services/notifier/internal/platform/web"
)

// serve is the route behind everything that the service puts before it.
func serve(t *testing.T) (*feed.Feed, string) {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	registry := prometheus.NewRegistry()
	f := feed.New(registry)
	server := httptest.NewServer(web.Wrap(NewFeed(log, f), web.Options{
		Log: log, Readiness: health.New(log), Registry: registry, PerSecond: 100,
	}))
	t.Cleanup(server.Close)
	return f, strings.Replace(server.URL, "http", "ws", 1) + "/v1/feed"
}

func TestAListenerHearsWhatWasAndWhatComes(t *testing.T) {
	f, address := serve(t)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	before, after := models.Entry{EventID: uuid.New(), Pieces: 1}, models.Entry{EventID: uuid.New(), Pieces: 2}
	f.Tell(before)
	connection, _, err := websocket.Dial(ctx, address, nil) //nolint:bodyclose // it has none that is open
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.CloseNow() }()
	for i, want := range []models.Entry{before, after} {
		var got models.Entry
		if err := wsjson.Read(ctx, connection, &got); err != nil || got != want {
			t.Fatalf("%+v, %v", got, err)
		}
		if i == 0 {
			f.Tell(after)
		}
	}
	closed := make(chan error, 1)
	go func() { closed <- f.Close(ctx) }()
	_, _, err = connection.Read(ctx)
	var bye websocket.CloseError
	if !errors.As(err, &bye) || bye.Code != websocket.StatusGoingAway {
		t.Errorf("at the end: %v", err)
	}
	if err := <-closed; err != nil {
		t.Errorf("the feed did not wait: %v", err)
	}
}

func TestOtherOriginsAndPlainRequestsAreRefused(t *testing.T) {
	f, address := serve(t)
	_, response, err := websocket.Dial(t.Context(), address, &websocket.DialOptions{ //nolint:bodyclose // it has none that is open
		HTTPHeader: http.Header{"Origin": {"https://evil.example.com"}},
	})
	if err == nil || response.StatusCode != http.StatusForbidden {
		t.Errorf("another origin: %v", err)
	}
	plain, err := http.NewRequestWithContext(t.Context(), http.MethodGet, strings.Replace(address, "ws", "http", 1), nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(plain)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusUpgradeRequired {
		t.Errorf("a plain request: %d", answer.StatusCode)
	}
	if err := f.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, response, err = websocket.Dial(t.Context(), address, nil) //nolint:bodyclose // it has none that is open
	if err == nil || response.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("after the end: %v", err)
	}
}

func TestTheDocumentDescribesTheRoute(t *testing.T) {
	document, err := openapi3.NewLoader().LoadFromFile("../../api/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := document.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if document.Paths.Len() != 1 || document.Paths.Value("/v1/feed") == nil {
		t.Error("not the route of the service")
	}
}
