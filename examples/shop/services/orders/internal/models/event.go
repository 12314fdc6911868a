package models

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// Topic of the events.
const Topic = "order-created"

// Event says that an order was paid. api/events.yaml describes it; readers must ignore fields that they do not know.
type Event struct {
	ID         uuid.UUID  `json:"id"`
	Type       string     `json:"type"`
	Version    int        `json:"version"`
	OccurredAt time.Time  `json:"occurred_at"`
	Order      EventOrder `json:"order"`
}

// EventOrder is what others may know of an order.
type EventOrder struct {
	ID         uuid.UUID `json:"id"`
	UserID     string    `json:"user_id"`
	TotalCents int64     `json:"total_cents"`
	Currency   string    `json:"currency"`
	Lines      []Line    `json:"lines"`
}

// NewEvent of an order. Its id is made of the order's: an event that is made twice is the same event.
func NewEvent(order Order, at time.Time) (Event, []byte, error) {
	event := Event{
		ID: uuid.NewSHA1(order.ID, []byte(Topic)), Type: Topic, Version: 1, OccurredAt: at,
		Order: EventOrder{order.ID, order.UserID, order.TotalCents, order.Currency, order.Lines},
	}
	body, err := json.Marshal(event)
	if err != nil {
		return Event{}, nil, fmt.Errorf("event: %w", err)
	}
	return event, body, nil
}
