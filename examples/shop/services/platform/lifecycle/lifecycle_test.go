package lifecycle

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

type record struct {
	mu    sync.Mutex
	lines []string
}

func (r *record) add(line string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines = append(r.lines, line)
}

func group(r *record, serverFails error) *Group {
	g := New(slog.New(slog.DiscardHandler), DefaultTiming)
	stopped := make(chan struct{})
	g.Notice(func() { r.add("not ready") })
	g.Serve("http", func() error {
		if serverFails != nil {
			return serverFails
		}
		<-stopped
		return nil
	}, func(context.Context) error {
		time.Sleep(2 * time.Second)
		r.add("drained")
		close(stopped)
		return nil
	})
	g.Work("relay", func(ctx context.Context) error {
		<-ctx.Done()
		r.add("work ended")
		return ctx.Err()
	})
	g.Close("pool", func(context.Context) error { r.add("pool closed"); return nil })
	g.Close("metrics", func(context.Context) error { r.add("metrics closed"); return nil })
	return g
}

func TestStopsInTheOrderOfTheContract(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var r record
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Minute, cancel)
		began := time.Now()
		if err := group(&r, nil).Run(ctx); err != nil {
			t.Fatal(err)
		}
		want := []string{"not ready", "drained", "work ended", "metrics closed", "pool closed"}
		if !slices.Equal(r.lines, want) {
			t.Errorf("order %q", r.lines)
		}
		if took := time.Since(began) - time.Minute; took != 7*time.Second {
			t.Errorf("the stop took %s", took)
		}
	})
}

func TestFailsWhenAPartFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var r record
		err := group(&r, errors.New("address already in use")).Run(t.Context())
		if err == nil || !strings.Contains(err.Error(), "http: address already in use") {
			t.Errorf("got %v", err)
		}
		if !slices.Contains(r.lines, "pool closed") {
			t.Errorf("not closed: %q", r.lines)
		}
	})
}

func TestAServerThatHangsEndsAtTheLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		hang := make(chan struct{})
		g := New(slog.New(slog.DiscardHandler), DefaultTiming)
		g.Serve("http", func() error { <-hang; return nil }, func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
		cancel()
		began := time.Now()
		err := g.Run(ctx)
		close(hang)
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("took %s, more than the default drain time", took)
		}
	})
}

func TestAConnectionThatDoesNotCloseIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		hang := make(chan struct{})
		g := New(slog.New(slog.DiscardHandler), DefaultTiming)
		closed := false
		g.Close("pool", func(context.Context) error { closed = true; return nil })
		g.Close("kafka", func(context.Context) error { <-hang; return nil })
		cancel()
		began := time.Now()
		err := g.Run(ctx)
		close(hang)
		if err == nil || !strings.Contains(err.Error(), "close kafka: did not end in time") {
			t.Errorf("got %v", err)
		}
		if took := time.Since(began); took > 18*time.Second {
			t.Errorf("took %s", took)
		}
		synctest.Wait()
		if !closed {
			t.Error("what was added before was not closed")
		}
	})
}

func TestAConnectionThatGivesUpInTimeSaysWhatBecameOfIt(t *testing.T) {
	for range 20 {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			g := New(slog.New(slog.DiscardHandler), DefaultTiming)
			g.Close("telemetry", func(ctx context.Context) error { <-ctx.Done(); return nil })
			cancel()
			if err := g.Run(ctx); err != nil {
				t.Errorf("got %v", err)
			}
		})
	}
}
