// Package models is the words of the service: the events that it reads and what it tells of them.
package models

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// Topic of the events.
const Topic = "order-created"

// Event is what the service needs of an order-created event. Fields that it does not know are no mistake: the publisher may
// add some.
type Event struct {
	ID         uuid.UUID `json:"id"`
	Type       string    `json:"type"`
	Version    int       `json:"version"`
	OccurredAt time.Time `json:"occurred_at"`
	Order      Order     `json:"order"`
}

// Order of an event.
type Order struct {
	ID         uuid.UUID `json:"id"`
	TotalCents int64     `json:"total_cents"`
	Currency   string    `json:"currency"`
	Lines      []Line    `json:"lines"`
}

// Line of an order.
type Line struct {
	Quantity int `json:"quantity"`
}

// Entry is what the feed tells of an order: everybody may read the feed, so not whose order it is.
type Entry struct {
	EventID    uuid.UUID `json:"event_id"`
	OrderID    uuid.UUID `json:"order_id"`
	TotalCents int64     `json:"total_cents"`
	Currency   string    `json:"currency"`
	Pieces     int       `json:"pieces"`
	OccurredAt time.Time `json:"occurred_at"`
}

// mostBytes is far above the largest event that the publisher can make.
const mostBytes = 256 << 10

// ParseEvent reads an event. An error means that it can never be read, however often it is tried.
func ParseEvent(body []byte) (Event, error) {
	if len(body) > mostBytes {
		return Event{}, fmt.Errorf("it has %d bytes", len(body))
	}
	var event Event
	if err := json.Unmarshal(body, &event); err != nil {
		// The message may quote the event, which may be large and is not for the log.
		return Event{}, fmt.Errorf("it is not an event: %.200s", err.Error())
	}
	switch {
	case event.Type != Topic:
		return Event{}, fmt.Errorf("its type is %.40q", event.Type)
	case event.Version != 1:
		return Event{}, fmt.Errorf("its version is %d", event.Version)
	case event.ID == uuid.Nil || event.Order.ID == uuid.Nil:
		return Event{}, errors.New("it has no id")
	case event.OccurredAt.IsZero():
		return Event{}, errors.New("it does not say when it occurred")
	case event.Order.TotalCents <= 0 || len(event.Order.Currency) != 3:
		return Event{}, errors.New("it has no price")
	}
	return event, nil
}

// Entry of an event.
func (e Event) Entry() Entry {
	pieces := 0
	for _, line := range e.Order.Lines {
		pieces += line.Quantity
	}
	return Entry{e.ID, e.Order.ID, e.Order.TotalCents, e.Order.Currency, pieces, e.OccurredAt}
}
