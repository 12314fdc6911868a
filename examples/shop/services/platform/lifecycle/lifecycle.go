// Package lifecycle starts the parts of a service and stops them in the order that loses no request.
package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// Timing is how long each step of a stop may take. The sum must stay below the drain time of the description, whose
// default is 20s: no variable tells it.
type Timing struct {
	// Notice is how long requests are still taken after readiness has failed, for load balancers to look elsewhere.
	Notice time.Duration
	// Drain is how long requests that are under way may take.
	Drain time.Duration
	// Close is how long background work and connections may take to end.
	Close time.Duration
}

// DefaultTiming fits the default drain time: 18s of 20s.
var DefaultTiming = Timing{Notice: 5 * time.Second, Drain: 10 * time.Second, Close: 3 * time.Second}

// Group is the parts of one service.
type Group struct {
	log     *slog.Logger
	timing  Timing
	notice  []func()
	serving []part
	working []part
	closing []part
}

type part struct {
	name string
	run  func(context.Context) error
	stop func(context.Context) error
}

// New is an empty group.
func New(log *slog.Logger, timing Timing) *Group { return &Group{log: log, timing: timing} }

// Notice adds what happens first when the service is asked to stop: saying that it is no longer ready.
func (g *Group) Notice(do func()) { g.notice = append(g.notice, do) }

// Serve adds a server. Serve must return nil once stop was called; stop waits for requests that are under way.
func (g *Group) Serve(name string, serve func() error, stop func(context.Context) error) {
	g.serving = append(g.serving, part{name, func(context.Context) error { return serve() }, stop})
}

// Work adds background work, which ends when its context does. It is stopped after the servers.
func (g *Group) Work(name string, run func(context.Context) error) {
	g.working = append(g.working, part{name: name, run: run})
}

// Close adds what is closed at the very end, the last added first.
func (g *Group) Close(name string, stop func(context.Context) error) {
	g.closing = append(g.closing, part{name: name, stop: stop})
}

// Run starts everything and returns when the context ends or a part fails, after everything has stopped.
func (g *Group) Run(ctx context.Context) error {
	working, endWork := context.WithCancel(context.WithoutCancel(ctx))
	defer endWork()
	failed := make(chan error, len(g.serving)+len(g.working))
	var servers, workers sync.WaitGroup
	start := func(wait *sync.WaitGroup, parts []part) {
		for _, part := range parts {
			wait.Go(func() {
				if err := part.run(working); err != nil && !errors.Is(err, context.Canceled) {
					failed <- fmt.Errorf("%s: %w", part.name, err)
				}
			})
		}
	}
	start(&workers, g.working)
	start(&servers, g.serving)

	var first error
	select {
	case first = <-failed:
		g.log.Error("a part failed", "error", first.Error())
	case <-ctx.Done():
	}
	began := time.Now()
	g.log.Info("stopping")
	for _, do := range g.notice {
		do()
	}
	if first == nil {
		select {
		case <-time.After(g.timing.Notice):
		case first = <-failed:
		}
	}
	// The context of the process has ended; what is left to do has times of its own.
	after := context.WithoutCancel(ctx)
	problems := []error{first, g.stopServers(after, &servers)}
	endWork()
	problems = append(problems, g.closeRest(after, &workers))
	g.log.Info("stopped", "after", time.Since(began).Round(time.Millisecond).String())
	return errors.Join(problems...)
}

func (g *Group) stopServers(ctx context.Context, running *sync.WaitGroup) error {
	ctx, cancel := context.WithTimeout(ctx, g.timing.Drain)
	defer cancel()
	problems := make([]error, len(g.serving))
	var wait sync.WaitGroup
	for i, part := range g.serving {
		wait.Go(func() {
			if err := part.stop(ctx); err != nil {
				problems[i] = fmt.Errorf("stop %s: %w", part.name, err)
			}
		})
	}
	wait.Wait()
	if !waited(ctx, running) {
		problems = append(problems, errors.New("a server did not stop in time"))
	}
	return errors.Join(problems...)
}

func (g *Group) closeRest(ctx context.Context, workers *sync.WaitGroup) error {
	ctx, cancel := context.WithTimeout(ctx, g.timing.Close)
	defer cancel()
	var problems []error
	if !waited(ctx, workers) {
		problems = append(problems, errors.New("background work did not end in time"))
	}
	for i := len(g.closing) - 1; i >= 0; i-- {
		if err := bounded(ctx, g.closing[i].stop); err != nil {
			problems = append(problems, fmt.Errorf("close %s: %w", g.closing[i].name, err))
		}
	}
	return errors.Join(problems...)
}

// grace is beside the times of a stop: it is spent once per client that hangs.
const grace = 50 * time.Millisecond

// bounded gives up where a client waits without regard to the context: for an answer of a broker, or for connections that
// never come back. The process ends then, and the other end notices.
func bounded(ctx context.Context, stop func(context.Context) error) error {
	done := make(chan error, 1)
	go func() { done <- stop(ctx) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	// One that minds the context ends now, and knows best what became of it.
	select {
	case err := <-done:
		return err
	case <-time.After(grace):
		return errors.New("did not end in time")
	}
}

func waited(ctx context.Context, group *sync.WaitGroup) bool {
	done := make(chan struct{})
	go func() {
		group.Wait()
		close(done)
	}()
	select {
	case <-done:
		return true
	case <-ctx.Done():
		return false
	}
}
