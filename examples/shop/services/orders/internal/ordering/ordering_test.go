package ordering

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/acme/shop/services/orders/internal/models"
)

// memory keeps orders by their key.
type memory struct {
	orders map[string]models.Order
	events []uuid.UUID
}

func (m *memory) Products(_ context.Context, skus []string) (map[string]models.Product, error) {
	found := map[string]models.Product{}
	for _, sku := range skus {
		if sku != "unicorn" {
			found[sku] = models.Product{SKU: sku, PriceCents: 1000}
		}
	}
	return found, nil
}

func (m *memory) Begin(_ context.Context, order models.Order) (models.Order, error) {
	if known, ok := m.orders[order.UserID+order.Key]; ok {
		return known, nil
	}
	m.orders[order.UserID+order.Key] = order
	return order, nil
}

func (m *memory) Settle(_ context.Context, order models.Order, status models.Status, _ string) (models.Order, error) {
	order.Status = status
	m.orders[order.UserID+order.Key] = order
	if status == models.Paid {
		m.events = append(m.events, order.ID)
	}
	return order, nil
}

func (m *memory) ByKey(_ context.Context, userID, key string) (models.Order, error) {
	if known, ok := m.orders[userID+key]; ok {
		return known, nil
	}
	return models.Order{}, models.ErrNotFound
}

func (m *memory) find(matches func(models.Order) bool) []models.Order {
	var found []models.Order
	for _, order := range m.orders {
		if matches(order) {
			found = append(found, order)
		}
	}
	return found
}

func (m *memory) ByID(_ context.Context, id uuid.UUID) (models.Order, error) {
	for _, order := range m.find(func(order models.Order) bool { return order.ID == id }) {
		return order, nil
	}
	return models.Order{}, models.ErrNotFound
}

func (m *memory) OfUser(_ context.Context, userID string, _ int) ([]models.Order, error) {
	return m.find(func(order models.Order) bool { return order.UserID == userID }), nil
}

func (m *memory) PendingBefore(_ context.Context, before time.Time, after uuid.UUID, limit int) ([]models.Order, error) {
	found := m.find(func(order models.Order) bool {
		return order.Status == models.Pending && order.CreatedAt.Before(before) && order.ID.String() > after.String()
	})
	slices.SortFunc(found, func(one, other models.Order) int { return strings.Compare(one.ID.String(), other.ID.String()) })
	return found[:min(limit, len(found))], nil
}

// cashier answers as it is told and counts.
type cashier struct {
	asked   int
	decline bool
	away    error
	// refuses fails for these orders.
	refuses map[uuid.UUID]bool
}

func (c *cashier) Pay(_ context.Context, order models.Order) (bool, error) {
	c.asked++
	if c.refuses[order.ID] {
		return false, errors.New("the amount makes no sense")
	}
	return !c.decline, c.away
}

func open() (*Ordering, *memory, *cashier) {
	kept, payments := &memory{orders: map[string]models.Order{}}, &cashier{}
	return New(slog.New(slog.DiscardHandler), kept, payments, Pricings["v2"]), kept, payments
}

var mugs = models.NewOrder{Items: []models.Item{{SKU: "mug", Quantity: 2}, {SKU: "tea", Quantity: 10}}}

func TestTheSameKeyMakesOneOrder(t *testing.T) {
	o, kept, payments := open()
	first, made, err := o.Place(t.Context(), "ada", "key", mugs)
	if err != nil || !made || first.Status != models.Paid || first.TotalCents != 2000+9000 {
		t.Fatalf("%+v, %v, %v", first, made, err)
	}
	second, made, err := o.Place(t.Context(), "ada", "key", mugs)
	if err != nil || made || second.ID != first.ID {
		t.Errorf("%+v, %v, %v", second, made, err)
	}
	if payments.asked != 1 || len(kept.events) != 1 {
		t.Errorf("paid %d times, %d events", payments.asked, len(kept.events))
	}
	other := models.NewOrder{Items: []models.Item{{SKU: "mug", Quantity: 3}}}
	if _, _, err := o.Place(t.Context(), "ada", "key", other); !errors.Is(err, models.ErrKeyTaken) {
		t.Errorf("another order under the key: %v", err)
	}
	if bobs, _, err := o.Place(t.Context(), "bob", "key", mugs); err != nil || bobs.ID == first.ID {
		t.Errorf("the key of another user: %+v, %v", bobs, err)
	}
}

func TestAnOrderGoesOnWhereItWasInterrupted(t *testing.T) {
	o, kept, payments := open()
	payments.away = models.ErrUnavailable
	if _, _, err := o.Place(t.Context(), "ada", "key", mugs); !errors.Is(err, models.ErrUnavailable) {
		t.Fatalf("got %v", err)
	}
	if len(kept.orders) != 1 || len(kept.events) != 0 {
		t.Errorf("%d orders, %d events", len(kept.orders), len(kept.events))
	}
	payments.away = nil
	again, made, err := o.Place(t.Context(), "ada", "key", mugs)
	if err != nil || made || again.Status != models.Paid || len(kept.orders) != 1 || len(kept.events) != 1 {
		t.Errorf("%+v, %v, %v", again, made, err)
	}
}

func TestWhatItsClientLeftBehindIsSwept(t *testing.T) {
	o, kept, payments := open()
	payments.away = models.ErrUnavailable
	_, _, _ = o.Place(t.Context(), "ada", "key", mugs)
	if err := o.SweepOnce(t.Context(), time.Now().Add(time.Minute)); !errors.Is(err, models.ErrUnavailable) {
		t.Errorf("with payments away: %v", err)
	}
	payments.away = nil
	if err := o.SweepOnce(t.Context(), time.Now().Add(-time.Minute)); err != nil || len(kept.events) != 0 {
		t.Errorf("a young order was swept: %v", err)
	}
	if err := o.SweepOnce(t.Context(), time.Now().Add(time.Minute)); err != nil || len(kept.events) != 1 {
		t.Errorf("%d events, %v", len(kept.events), err)
	}
}

func TestAnOrderThatFailsKeepsNoOtherWaiting(t *testing.T) {
	o, kept, payments := open()
	payments.away = models.ErrUnavailable
	payments.refuses = map[uuid.UUID]bool{}
	// More than one look at the database gives.
	for number := range sweepAtOnce + 2 {
		key := "key" + strconv.Itoa(number)
		_, _, _ = o.Place(t.Context(), "ada", key, mugs)
		payments.refuses[kept.orders["ada"+key].ID] = number < sweepAtOnce
	}
	payments.away = nil
	if err := o.SweepOnce(t.Context(), time.Now().Add(time.Minute)); err == nil || len(kept.events) != 2 {
		t.Errorf("%d events, %v", len(kept.events), err)
	}
}

// late finds no order by its key, as a request does that another one overtakes.
type late struct{ *memory }

func (late) ByKey(context.Context, string, string) (models.Order, error) {
	return models.Order{}, models.ErrNotFound
}

func TestOfTwoRequestsAtOnceOneMakesTheOrder(t *testing.T) {
	o, kept, _ := open()
	first, _, err := o.Place(t.Context(), "ada", "key", mugs)
	if err != nil {
		t.Fatal(err)
	}
	o.orders = late{kept}
	second, made, err := o.Place(t.Context(), "ada", "key", mugs)
	if err != nil || made || second.ID != first.ID || len(kept.events) != 1 {
		t.Errorf("%+v, %v, %v", second, made, err)
	}
}

func TestADeclinedOrderHasNoEvent(t *testing.T) {
	o, kept, payments := open()
	payments.decline = true
	order, _, err := o.Place(t.Context(), "ada", "key", mugs)
	if err != nil || order.Status != models.Declined || len(kept.events) != 0 {
		t.Errorf("%+v, %v", order, err)
	}
}

func TestUnknownProductsAreNamed(t *testing.T) {
	o, kept, _ := open()
	_, _, err := o.Place(t.Context(), "ada", "key", models.NewOrder{Items: []models.Item{{SKU: "unicorn", Quantity: 1}}})
	var unknown models.UnknownSKU
	if !errors.As(err, &unknown) || unknown.SKU != "unicorn" || len(kept.orders) != 0 {
		t.Errorf("got %v", err)
	}
}

func TestPricesFollowTheirRule(t *testing.T) {
	for name, want := range map[string][2]int64{"v1": {9 * 1005, 10 * 1005}, "v2": {9 * 1005, 9045}} {
		for i, quantity := range []int{9, 10} {
			if got := Pricings[name](models.Line{SKU: "x", Quantity: quantity, PriceCents: 1005}); got != want[i] {
				t.Errorf("%s: %d pieces cost %d", name, quantity, got)
			}
		}
	}
}

// The path of every order, without its stores.
func BenchmarkPlace(b *testing.B) {
	o, kept, _ := open()
	b.ReportAllocs()
	for b.Loop() {
		clear(kept.orders)
		if _, _, err := o.Place(b.Context(), "ada", "key", mugs); err != nil {
			b.Fatal(err)
		}
	}
}
