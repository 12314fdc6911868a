package feed

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/acme/shop/services/notifier/internal/models"
)

func entry() models.Entry { return models.Entry{EventID: uuid.New(), OrderID: uuid.New()} }

func TestWhoComesLaterHearsWhatWasSeenLately(t *testing.T) {
	f := New(prometheus.NewRegistry())
	for range remembered + 5 {
		f.Tell(entry())
	}
	last := entry()
	f.Tell(last)
	recent, entries, leave, full := f.Listen()
	if full || len(recent) != remembered || recent[remembered-1] != last {
		t.Fatalf("%d entries", len(recent))
	}
	next := entry()
	f.Tell(next)
	if got := <-entries; got != next {
		t.Errorf("got %+v", got)
	}
	leave()
	leave()
	if _, open := <-entries; open {
		t.Error("still listening")
	}
}

func TestARepeatedEventIsToldOnce(t *testing.T) {
	f := New(prometheus.NewRegistry())
	same := entry()
	f.Tell(same)
	f.Tell(same)
	if recent, _, _, _ := f.Listen(); len(recent) != 1 {
		t.Errorf("%d entries", len(recent))
	}
}

func TestASlowListenerIsLetGo(t *testing.T) {
	f := New(prometheus.NewRegistry())
	_, slow, _, _ := f.Listen()
	for range behind + 1 {
		f.Tell(entry())
	}
	for range behind {
		<-slow
	}
	if _, open := <-slow; open {
		t.Error("still listening")
	}
}

func TestAFeedThatHasEndedTakesNobody(t *testing.T) {
	f := New(prometheus.NewRegistry())
	_, entries, leave, _ := f.Listen()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := f.Close(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("did not wait: %v", err)
	}
	if _, open := <-entries; open || !f.Closed() {
		t.Error("still listening")
	}
	leave()
	if err := f.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if _, _, _, full := f.Listen(); !full {
		t.Error("somebody was taken")
	}
}

// The path of every event to a thousand listeners.
func BenchmarkTell(b *testing.B) {
	f := New(prometheus.NewRegistry())
	for range 1000 {
		_, entries, leave, _ := f.Listen()
		go func() {
			defer leave()
			for range entries { //nolint:revive // a listener that keeps up
			}
		}()
	}
	b.ReportAllocs()
	for b.Loop() {
		f.Tell(entry())
	}
	if err := f.Close(b.Context()); err != nil {
		b.Error(err)
	}
}
