// Package models is the words of the service: orders, what they cost and what goes wrong with them.
package models

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"
)

// Status of an order.
type Status string

// An order is pending until its payment is known.
const (
	Pending  Status = "pending"
	Paid     Status = "paid"
	Declined Status = "declined"
)

// Order of a user.
type Order struct {
	ID         uuid.UUID `json:"id"`
	UserID     string    `json:"user_id"`
	Status     Status    `json:"status"`
	Lines      []Line    `json:"lines"`
	TotalCents int64     `json:"total_cents"`
	Currency   string    `json:"currency"`
	CreatedAt  time.Time `json:"created_at"`
	// Key and Fingerprint belong to the request that made the order.
	Key         string   `json:"-"`
	Fingerprint [32]byte `json:"-"`
}

// Line of an order.
type Line struct {
	SKU        string `json:"sku"`
	Quantity   int    `json:"quantity"`
	PriceCents int64  `json:"price_cents"`
}

// NewOrder is the body of POST /v1/orders.
type NewOrder struct {
	Items []Item `json:"items" validate:"required,min=1,max=50,unique=SKU,dive"`
}

// Item is what a user wants; what it costs is not for the user to say.
type Item struct {
	SKU      string `json:"sku" validate:"required,max=40,text"`
	Quantity int    `json:"quantity" validate:"min=1,max=1000"`
}

// Fingerprint tells requests apart that come under the same key.
func (n NewOrder) Fingerprint() [32]byte {
	body, err := json.Marshal(n)
	if err != nil {
		panic(err) // strings and numbers
	}
	return sha256.Sum256(body)
}

// Page is a part of the list of a user's orders, the newest first.
type Page struct {
	Orders []Order `json:"orders"`
}

// Product has the price of one piece.
type Product struct {
	SKU        string
	PriceCents int64
}

// What may go wrong.
var (
	ErrNotFound = errors.New("there is no such order")
	ErrKeyTaken = errors.New("the key was used for another order")
	// ErrUnavailable is for a store or a peer that cannot be asked now.
	ErrUnavailable = errors.New("a dependency is unavailable")
)

// UnknownSKU is a product that the shop does not have.
type UnknownSKU struct{ SKU string }

func (u UnknownSKU) Error() string { return "there is no product " + u.SKU }

// LongestKey of an Idempotency-Key.
const LongestKey = 128

// ParseKey checks an Idempotency-Key: what fits a header, without blanks.
func ParseKey(text string) (string, bool) {
	if text == "" || len(text) > LongestKey {
		return "", false
	}
	for _, c := range []byte(text) {
		if c < 0x21 || c > 0x7e {
			return "", false
		}
	}
	return text, true
}
