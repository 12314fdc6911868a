// Package models is the words of the service: payments and what goes wrong with them.
package models

import (
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// Status of a payment.
type Status string

// A payment is pending until the provider has answered.
const (
	Pending    Status = "pending"
	Authorized Status = "authorized"
	Declined   Status = "declined"
)

// Money in the smallest unit of its currency.
type Money struct {
	MinorUnits int64
	Currency   string
}

// Payment is money that was asked for, once per key.
type Payment struct {
	ID                uuid.UUID
	Key               string
	OrderID           uuid.UUID
	Amount            Money
	Status            Status
	ProviderReference string
	DeclineReason     string
	CreatedAt         time.Time
}

// Same says whether a request asks for this payment and not for another one under the same key.
func (p Payment) Same(r Request) bool { return p.OrderID == r.OrderID && p.Amount == r.Amount }

// Request for a payment.
type Request struct {
	Key     string
	OrderID uuid.UUID
	Amount  Money
}

// What may go wrong.
var (
	ErrNotFound = errors.New("there is no payment of this key")
	ErrKeyTaken = errors.New("the key belongs to a payment of another order or amount")
	// ErrUnavailable is for a store or a provider that cannot be asked now.
	ErrUnavailable = errors.New("a dependency is unavailable")
)

// Invalid is a request that can never succeed.
type Invalid struct{ Field, Reason string }

func (i Invalid) Error() string { return i.Field + " " + i.Reason }

const (
	longestKey = 128
	// mostMoney keeps a mistake of a caller from becoming a catastrophe: a million in most currencies.
	mostMoney = 100_000_000
)

// ParseRequest checks the words of a caller.
func ParseRequest(key, orderID string, minorUnits int64, currency string) (Request, error) {
	if err := CheckKey(key); err != nil {
		return Request{}, err
	}
	order, err := uuid.Parse(orderID)
	if err != nil || order == uuid.Nil {
		return Request{}, Invalid{"order_id", "must be a UUID"}
	}
	if minorUnits < 1 || minorUnits > mostMoney {
		return Request{}, Invalid{"amount.minor_units", fmt.Sprintf("must be from 1 to %d", mostMoney)}
	}
	if len(currency) != 3 {
		return Request{}, Invalid{"amount.currency", "must be three letters of ISO 4217"}
	}
	for _, letter := range []byte(currency) {
		if letter < 'A' || letter > 'Z' {
			return Request{}, Invalid{"amount.currency", "must be three capital letters of ISO 4217"}
		}
	}
	return Request{Key: key, OrderID: order, Amount: Money{minorUnits, currency}}, nil
}

// CheckKey refuses a key that cannot be one.
func CheckKey(key string) error {
	if key == "" || len(key) > longestKey {
		return Invalid{"idempotency_key", fmt.Sprintf("must have 1 to %d characters", longestKey)}
	}
	for _, c := range []byte(key) {
		if c < 0x21 || c > 0x7e {
			return Invalid{"idempotency_key", "must be printable ASCII without blanks"}
		}
	}
	return nil
}
