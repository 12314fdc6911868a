package ratelimit

import (
	"strconv"
	"testing"
	"testing/synctest"
	"time"
)

func TestEachClientHasItsOwnBucket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(2, 3)
		for range 3 {
			if ok, _ := l.Allow("a"); !ok {
				t.Fatal("refused within the burst")
			}
		}
		ok, wait := l.Allow("a")
		if ok || wait <= 0 || wait > 500*time.Millisecond {
			t.Errorf("after the burst: %v, %s", ok, wait)
		}
		if ok, _ := l.Allow("b"); !ok {
			t.Error("one client took another's tokens")
		}
		time.Sleep(wait)
		if ok, _ := l.Allow("a"); !ok {
			t.Error("refused after the wait that was asked for")
		}
	})
}

func TestForgetsTheClientThatWasIdleLongest(t *testing.T) {
	l := New(1, 1)
	for i := range maxClients + 10 {
		l.Allow(strconv.Itoa(i))
	}
	if len(l.known) != maxClients || l.recent.Len() != maxClients {
		t.Errorf("remembers %d and %d clients", len(l.known), l.recent.Len())
	}
	if _, ok := l.known["0"]; ok {
		t.Error("the oldest is still known")
	}
}
