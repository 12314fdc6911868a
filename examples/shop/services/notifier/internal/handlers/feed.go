// Package handlers answers WebSockets.
package handlers

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"

	"github.com/acme/shop/services/notifier/internal/feed"
	"github.com/acme/shop/services/notifier/internal/models"
	"github.com/acme/shop/services/notifier/internal/platform/web"
)

const (
	// writing is how long one listener may take for one entry.
	writing = 5 * time.Second
	// pinging is below the time after which proxies close what is silent.
	pinging = 25 * time.Second
)

// NewFeed makes the route /v1/feed.
func NewFeed(log *slog.Logger, f *feed.Feed) *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("GET /v1/feed", web.Handle(log, func(w http.ResponseWriter, r *http.Request) error {
		return listen(w, r, f)
	}))
	return mux
}

func listen(w http.ResponseWriter, r *http.Request, f *feed.Feed) error {
	recent, entries, leave, full := f.Listen()
	if full {
		return web.Unavailable("there is no room for one more listener here")
	}
	defer leave()
	// Accept refuses pages of other origins by itself.
	connection, err := websocket.Accept(w, r, nil)
	if err != nil {
		return nil // it has answered
	}
	defer func() { _ = connection.CloseNow() }()
	// A listener has nothing to say: what comes is read for its pings and its good-bye alone.
	ctx := connection.CloseRead(r.Context())
	for _, entry := range recent {
		if err := write(ctx, connection, entry); err != nil {
			return nil //nolint:nilerr // the listener has gone
		}
	}
	tick := time.NewTicker(pinging)
	defer tick.Stop()
	for {
		select {
		case entry, ok := <-entries:
			if !ok {
				bye(connection, f)
				return nil
			}
			err = write(ctx, connection, entry)
		case <-tick.C:
			err = ping(ctx, connection)
		case <-ctx.Done():
			return nil
		}
		if err != nil {
			return nil //nolint:nilerr // the listener has gone
		}
	}
}

func write(ctx context.Context, connection *websocket.Conn, entry models.Entry) error {
	ctx, cancel := context.WithTimeout(ctx, writing)
	defer cancel()
	return wsjson.Write(ctx, connection, entry)
}

// bye tells a listener whether to come back at once or to read faster.
func bye(connection *websocket.Conn, f *feed.Feed) {
	if f.Closed() {
		_ = connection.Close(websocket.StatusGoingAway, "the service stops: connect again")
		return
	}
	_ = connection.Close(websocket.StatusPolicyViolation, "too slow")
}

func ping(ctx context.Context, connection *websocket.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, writing)
	defer cancel()
	return connection.Ping(ctx)
}
