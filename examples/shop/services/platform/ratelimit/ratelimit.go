// Package ratelimit gives every client its own token bucket.
package ratelimit

import (
	"container/list"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxClients bounds the memory: beyond it the client that was idle longest is forgotten.
const maxClients = 10_000

// Limiter is safe for use by many goroutines. Each instance of a service counts on its own.
type Limiter struct {
	rate  rate.Limit
	burst int

	mu     sync.Mutex
	recent *list.List
	known  map[string]*list.Element
}

type bucket struct {
	key    string
	tokens *rate.Limiter
}

// New lets each client do perSecond requests, and burst at once.
func New(perSecond float64, burst int) *Limiter {
	return &Limiter{rate: rate.Limit(perSecond), burst: burst, recent: list.New(), known: map[string]*list.Element{}}
}

// Allow takes one token of a client. Where there is none, it says how long until there is.
func (l *Limiter) Allow(key string) (ok bool, wait time.Duration) {
	tokens := l.tokens(key)
	if tokens.Allow() {
		return true, 0
	}
	missing := 1 - tokens.Tokens()
	return false, time.Duration(missing / float64(l.rate) * float64(time.Second))
}

func (l *Limiter) tokens(key string) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if element, ok := l.known[key]; ok {
		l.recent.MoveToFront(element)
		return element.Value.(*bucket).tokens
	}
	if l.recent.Len() >= maxClients {
		oldest := l.recent.Back()
		l.recent.Remove(oldest)
		delete(l.known, oldest.Value.(*bucket).key)
	}
	fresh := &bucket{key: key, tokens: rate.NewLimiter(l.rate, l.burst)}
	l.known[key] = l.recent.PushFront(fresh)
	return fresh.tokens
}
