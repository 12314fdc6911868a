package models

import (
	"strings"
	"testing"

	"github.com/google/uuid"
)

const good = `{"id":"019a0000-0000-7000-8000-000000000001","type":"order-created","version":1,` +
	`"occurred_at":"2026-01-02T03:04:05Z","new_field":true,"order":{"id":"019a0000-0000-7000-8000-000000000002",` +
	`"user_id":"ada","total_cents":2050,"currency":"EUR","lines":[{"sku":"mug","quantity":1},{"sku":"tea","quantity":2}]}}`

func TestAnEventBecomesAnEntry(t *testing.T) {
	event, err := ParseEvent([]byte(good))
	if err != nil {
		t.Fatal(err)
	}
	entry := event.Entry()
	if entry.Pieces != 3 || entry.TotalCents != 2050 || entry.OrderID != event.Order.ID || entry.EventID != event.ID {
		t.Errorf("got %+v", entry)
	}
}

func TestPoisonedEventsAreRefused(t *testing.T) {
	for name, body := range map[string]string{
		"nothing":         "",
		"not JSON":        "\x00\x01",
		"a list":          "[]",
		"another type":    strings.Replace(good, "order-created", "order-deleted", 1),
		"another version": strings.Replace(good, `"version":1`, `"version":2`, 1),
		"no id":           strings.Replace(good, "019a0000-0000-7000-8000-000000000001", uuid.Nil.String(), 1),
		"no price":        strings.Replace(good, "2050", "0", 1),
		"no time":         strings.Replace(good, `"occurred_at"`, `"when"`, 1),
		"too large":       good + strings.Repeat(" ", mostBytes),
	} {
		if event, err := ParseEvent([]byte(body)); err == nil {
			t.Errorf("%s gave %+v", name, event)
		}
	}
}

func TestTheReasonIsShortHoweverLongTheEvent(t *testing.T) {
	body := strings.Replace(good, "2026-01-02T03:04:05Z", strings.Repeat("x", 10_000), 1)
	if _, err := ParseEvent([]byte(body)); err == nil || len(err.Error()) > 250 {
		t.Errorf("got %v", err)
	}
}

func FuzzParseEvent(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte(`{"order":null}`))
	f.Add([]byte("\xff"))
	f.Fuzz(func(t *testing.T, body []byte) {
		event, err := ParseEvent(body)
		if err == nil && (event.ID == uuid.Nil || event.Order.TotalCents <= 0 || event.OccurredAt.IsZero()) {
			t.Errorf("%q gave %+v", body, event)
		}
	})
}

// The path of every event.
func BenchmarkParseEvent(b *testing.B) {
	body := []byte(good)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseEvent(body); err != nil {
			b.Fatal(err)
		}
	}
}
