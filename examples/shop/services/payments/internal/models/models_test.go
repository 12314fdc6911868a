package models

import (
	"errors"
	"strings"
	"testing"
)

const order = "019a0000-0000-7000-8000-000000000001"

func TestWrongRequestsNameTheField(t *testing.T) {
	for _, c := range []struct {
		key, order string
		amount     int64
		currency   string
		field      string
	}{
		{"", order, 1, "EUR", "idempotency_key"},
		{strings.Repeat("k", longestKey+1), order, 1, "EUR", "idempotency_key"},
		{"a b", order, 1, "EUR", "idempotency_key"},
		{"k", "x", 1, "EUR", "order_id"},
		{"k", "00000000-0000-0000-0000-000000000000", 1, "EUR", "order_id"},
		{"k", order, 0, "EUR", "amount.minor_units"},
		{"k", order, mostMoney + 1, "EUR", "amount.minor_units"},
		{"k", order, 1, "EURO", "amount.currency"},
		{"k", order, 1, "eur", "amount.currency"},
	} {
		_, err := ParseRequest(c.key, c.order, c.amount, c.currency)
		var invalid Invalid
		if !errors.As(err, &invalid) || invalid.Field != c.field {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if _, err := ParseRequest("k", order, 1, "EUR"); err != nil {
		t.Error(err)
	}
}

func FuzzParseRequest(f *testing.F) {
	f.Add("key", order, int64(100), "EUR")
	f.Add("\x00", "", int64(-1), "eur")
	f.Fuzz(func(t *testing.T, key, orderID string, amount int64, currency string) {
		r, err := ParseRequest(key, orderID, amount, currency)
		if err != nil {
			var invalid Invalid
			if !errors.As(err, &invalid) {
				t.Errorf("got %v", err)
			}
			return
		}
		if r.Amount.MinorUnits < 1 || len(r.Amount.Currency) != 3 || strings.ContainsAny(r.Key, " \r\n\x00") {
			t.Errorf("accepted %+v", r)
		}
	})
}
