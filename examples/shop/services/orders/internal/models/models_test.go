package models

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/acme/shop/services/orders/internal/platform/web"
)

func TestFingerprintsTellRequestsApart(t *testing.T) {
	one := NewOrder{Items: []Item{{"mug", 1}, {"tea", 2}}}
	if one.Fingerprint() != (NewOrder{Items: []Item{{"mug", 1}, {"tea", 2}}}).Fingerprint() {
		t.Error("the same request has two")
	}
	if one.Fingerprint() == (NewOrder{Items: []Item{{"mug", 1}, {"tea", 3}}}).Fingerprint() {
		t.Error("two requests have the same")
	}
}

func TestAnEventThatIsMadeTwiceIsTheSame(t *testing.T) {
	order := Order{ID: uuid.New(), UserID: "u", TotalCents: 5, Currency: "EUR", Lines: []Line{{"mug", 1, 5}}}
	first, body, err := NewEvent(order, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	second, _, err := NewEvent(order, time.Now().Add(time.Hour))
	if err != nil || first.ID != second.ID {
		t.Errorf("%s and %s, %v", first.ID, second.ID, err)
	}
	var read Event
	if err := json.Unmarshal(body, &read); err != nil || read.Order.ID != order.ID || read.Type != Topic {
		t.Errorf("%s: %v", body, err)
	}
}

func FuzzParseKey(f *testing.F) {
	f.Add("8e03978e-40d5-43e8-bc93-6894a57f9324")
	f.Add("a b")
	f.Add("\x7f")
	f.Fuzz(func(t *testing.T, text string) {
		key, ok := ParseKey(text)
		if ok && (key != text || len(key) > LongestKey || strings.ContainsAny(key, " \r\n\t\x00")) {
			t.Errorf("%q gave %q", text, key)
		}
	})
}

func FuzzNewOrder(f *testing.F) {
	f.Add([]byte(`{"items":[{"sku":"mug","quantity":1}]}`))
	f.Add([]byte(`{"items":[{"sku":"mug","quantity":1},{"sku":"mug","quantity":2}]}`))
	f.Add([]byte(`{"items":null}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		order, err := web.Parse[NewOrder](body)
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, item := range order.Items {
			if item.SKU == "" || item.Quantity < 1 || item.Quantity > 1000 || seen[item.SKU] {
				t.Errorf("accepted %s", body)
			}
			seen[item.SKU] = true
		}
	})
}
