package handlers

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/uuid"

	"github.com/acme/shop/services/orders/internal/models"
	"github.com/acme/shop/services/orders/internal/ordering"
	"github.com/acme/shop/services/orders/internal/platform/auth"
)

// memory keeps orders by their key.
type memory struct{ orders map[string]models.Order }

func (m memory) Products(_ context.Context, skus []string) (map[string]models.Product, error) {
	found := map[string]models.Product{}
	for _, sku := range skus {
		if sku != "unicorn" {
			found[sku] = models.Product{SKU: sku, PriceCents: 1000}
		}
	}
	return found, nil
}

func (m memory) Begin(_ context.Context, order models.Order) (models.Order, error) {
	m.orders[order.UserID+order.Key] = order
	return order, nil
}

func (m memory) Settle(_ context.Context, order models.Order, status models.Status, _ string) (models.Order, error) {
	order.Status = status
	m.orders[order.UserID+order.Key] = order
	return order, nil
}

func (m memory) ByKey(_ context.Context, userID, key string) (models.Order, error) {
	if known, ok := m.orders[userID+key]; ok {
		return known, nil
	}
	return models.Order{}, models.ErrNotFound
}

func (m memory) ByID(_ context.Context, id uuid.UUID) (models.Order, error) {
	for _, order := range m.orders {
		if order.ID == id {
			return order, nil
		}
	}
	return models.Order{}, models.ErrNotFound
}

func (m memory) OfUser(_ context.Context, userID string, _ int) ([]models.Order, error) {
	found := []models.Order{}
	for _, order := range m.orders {
		if order.UserID == userID {
			found = append(found, order)
		}
	}
	return found, nil
}

func (m memory) PendingBefore(context.Context, time.Time, uuid.UUID, int) ([]models.Order, error) {
	return nil, nil
}

type cashier struct {
	decline bool
	away    error
}

func (c *cashier) Pay(context.Context, models.Order) (bool, error) { return !c.decline, c.away }

// sessions knows a few tokens; it fails for "away".
type sessions struct{}

func (sessions) Verify(_ context.Context, token string) (auth.Principal, error) {
	switch token {
	case "ada", "bob":
		return auth.Principal{Subject: token}, nil
	case "boss":
		return auth.Principal{Subject: token, Roles: []string{auth.Admin}}, nil
	case "away":
		return auth.Principal{}, models.ErrUnavailable
	default:
		return auth.Principal{}, auth.ErrToken
	}
}

type shop struct {
	rest     *http.ServeMux
	kept     memory
	payments *cashier
}

func open() *shop {
	s := &shop{kept: memory{map[string]models.Order{}}, payments: &cashier{}}
	log := slog.New(slog.DiscardHandler)
	s.rest = NewREST(log, ordering.New(log, s.kept, s.payments, ordering.Pricings["v1"]), sessions{})
	return s
}

func (s *shop) send(method, path, token, key, body string) (int, map[string]any) {
	r := httptest.NewRequestWithContext(context.Background(), method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	w := httptest.NewRecorder()
	s.rest.ServeHTTP(w, r)
	var answer map[string]any
	_ = json.Unmarshal(w.Body.Bytes(), &answer)
	return w.Code, answer
}

const mug = `{"items":[{"sku":"mug","quantity":2}]}`

func TestADuplicateRequestMakesOneOrder(t *testing.T) {
	s := open()
	code, first := s.send("POST", "/v1/orders", "ada", "key", mug)
	if code != http.StatusCreated || first["status"] != "paid" || first["total_cents"] != 2000.0 {
		t.Fatalf("%d %v", code, first)
	}
	code, second := s.send("POST", "/v1/orders", "ada", "key", mug)
	if code != http.StatusOK || second["id"] != first["id"] || len(s.kept.orders) != 1 {
		t.Errorf("%d %v", code, second)
	}
}

func TestAUserSeesTheirOwnOrders(t *testing.T) {
	s := open()
	_, order := s.send("POST", "/v1/orders", "ada", "key", mug)
	id, _ := order["id"].(string)
	for token, want := range map[string]int{"ada": 200, "boss": 200, "bob": 404, "foreign": 401, "away": 503} {
		if code, answer := s.send("GET", "/v1/orders/"+id, token, "", ""); code != want {
			t.Errorf("%s: %d %v", token, code, answer)
		}
	}
	for token, want := range map[string]int{"ada": 1, "bob": 0} {
		_, page := s.send("GET", "/v1/orders", token, "", "")
		if list, ok := page["orders"].([]any); !ok || len(list) != want {
			t.Errorf("%s: %v", token, page)
		}
	}
}

func TestRequestsAreRefusedWithACode(t *testing.T) {
	for name, c := range map[string]struct {
		token, key, body string
		status           int
		code             string
	}{
		"a foreign token":    {"foreign", "key", mug, 401, "invalid-token"},
		"users is away":      {"away", "key", mug, 503, "unavailable"},
		"no key":             {"ada", "", mug, 400, "no-idempotency-key"},
		"a key with blanks":  {"ada", "a b", mug, 400, "no-idempotency-key"},
		"nothing":            {"ada", "key", `{"items":[]}`, 422, "invalid-request"},
		"a price":            {"ada", "key", `{"items":[{"sku":"mug","quantity":1,"price_cents":1}]}`, 400, "invalid-json"},
		"too many":           {"ada", "key", `{"items":[{"sku":"mug","quantity":1001}]}`, 422, "invalid-request"},
		"the same twice":     {"ada", "key", `{"items":[{"sku":"mug","quantity":1},{"sku":"mug","quantity":1}]}`, 422, "invalid-request"},
		"a NUL":              {"ada", "key", `{"items":[{"sku":"m\u0000g","quantity":1}]}`, 422, "invalid-request"},
		"an unknown product": {"ada", "key", `{"items":[{"sku":"unicorn","quantity":1}]}`, 422, "unknown-product"},
		"the key of another": {"ada", "used", mug, 422, "idempotency-key-reused"},
	} {
		s := open()
		s.kept.orders["adaused"] = models.Order{ID: uuid.New(), UserID: "ada", Key: "used", Status: models.Paid}
		code, answer := s.send("POST", "/v1/orders", c.token, c.key, c.body)
		if code != c.status || answer["code"] != c.code {
			t.Errorf("%s: %d %v", name, code, answer)
		}
	}
}

func TestWhatPaymentsSaysIsTold(t *testing.T) {
	s := open()
	s.payments.away = models.ErrUnavailable
	if code, _ := s.send("POST", "/v1/orders", "ada", "one", mug); code != http.StatusServiceUnavailable {
		t.Errorf("away: %d", code)
	}
	s.payments.away = nil
	if code, _ := s.send("POST", "/v1/orders", "ada", "one", mug); code != http.StatusOK {
		t.Errorf("again: %d", code)
	}
	s.payments.decline = true
	for range 2 {
		if code, answer := s.send("POST", "/v1/orders", "ada", "two", mug); code != http.StatusPaymentRequired {
			t.Errorf("declined: %d %v", code, answer)
		}
	}
}

func TestTheDocumentDescribesEveryRoute(t *testing.T) {
	document, err := openapi3.NewLoader().LoadFromFile("../../api/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := document.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := open()
	count := 0
	for path, item := range document.Paths.Map() {
		for method := range item.Operations() {
			count++
			r := httptest.NewRequestWithContext(t.Context(), method, strings.ReplaceAll(path, "{id}", uuid.NewString()), nil)
			if _, pattern := s.rest.Handler(r); pattern != method+" "+path {
				t.Errorf("%s %s is answered by %q", method, path, pattern)
			}
		}
	}
	if count != 3 {
		t.Errorf("the document has %d operations", count)
	}
}
