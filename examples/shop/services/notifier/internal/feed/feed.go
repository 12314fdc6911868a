// Package feed tells everybody who listens what has been seen.
package feed

import (
	"context"
	"sync"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/acme/shop/services/notifier/internal/models"
)

const (
	// remembered is how many entries somebody who comes gets at once, and among how many a repeated event is noticed.
	remembered = 100
	// behind is how many entries a slow listener may wait for. Beyond it the listener is let go: nobody else waits for one.
	behind = 64
	// mostListeners bounds the memory.
	mostListeners = 5000
)

// Feed of entries. Each instance tells what it saw itself.
type Feed struct {
	listening prometheus.Gauge
	present   sync.WaitGroup

	mu        sync.Mutex
	recent    []models.Entry
	listeners map[chan models.Entry]struct{}
	closed    bool
}

// New is an empty feed.
func New(registry prometheus.Registerer) *Feed {
	f := &Feed{
		listening: prometheus.NewGauge(prometheus.GaugeOpts{Name: "feed_listeners", Help: "Who listens to the feed."}),
		listeners: map[chan models.Entry]struct{}{},
	}
	registry.MustRegister(f.listening)
	return f
}

// Tell adds an entry, unless it is known: events come at least once.
func (f *Feed) Tell(entry models.Entry) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.knows(entry.EventID) {
		return
	}
	if len(f.recent) == remembered {
		f.recent = append(f.recent[:0], f.recent[1:]...)
	}
	f.recent = append(f.recent, entry)
	for listener := range f.listeners {
		select {
		case listener <- entry:
		default:
			f.drop(listener)
		}
	}
}

// Listen gives what was seen lately and what will be. The channel is closed when the listener is too slow and when the feed
// ends. Full says that there is no room for one more.
func (f *Feed) Listen() (recent []models.Entry, entries <-chan models.Entry, leave func(), full bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed || len(f.listeners) >= mostListeners {
		return nil, nil, nil, true
	}
	listener := make(chan models.Entry, behind)
	f.listeners[listener] = struct{}{}
	f.listening.Set(float64(len(f.listeners)))
	f.present.Add(1)
	leave = sync.OnceFunc(func() {
		defer f.present.Done()
		f.mu.Lock()
		defer f.mu.Unlock()
		f.drop(listener)
	})
	return append([]models.Entry(nil), f.recent...), listener, leave, false
}

// Close lets everybody go and waits until they have left, or the context ends.
func (f *Feed) Close(ctx context.Context) error {
	f.end()
	left := make(chan struct{})
	go func() {
		f.present.Wait()
		close(left)
	}()
	select {
	case <-left:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (f *Feed) end() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	for listener := range f.listeners {
		f.drop(listener)
	}
}

// Closed says whether the feed has ended.
func (f *Feed) Closed() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.closed
}

func (f *Feed) drop(listener chan models.Entry) {
	if _, ok := f.listeners[listener]; ok {
		delete(f.listeners, listener)
		close(listener)
		f.listening.Set(float64(len(f.listeners)))
	}
}

func (f *Feed) knows(event uuid.UUID) bool {
	for _, entry := range f.recent {
		if entry.EventID == event {
			return true
		}
	}
	return false
}
