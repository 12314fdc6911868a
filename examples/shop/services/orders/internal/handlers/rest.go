// Package handlers answers REST.
package handlers

import (
	"errors"
	"log/slog"
	"net/http"

	"github.com/google/uuid"

	"github.com/acme/shop/services/orders/internal/models"
	"github.com/acme/shop/services/orders/internal/ordering"
	"github.com/acme/shop/services/orders/internal/platform/auth"
	"github.com/acme/shop/services/orders/internal/platform/web"
)

type rest struct{ ordering *ordering.Ordering }

// NewREST makes the routes of /v1/orders. The verifier knows who sends a request.
func NewREST(log *slog.Logger, o *ordering.Ordering, verifier auth.Verifier) *http.ServeMux {
	h := rest{o}
	mux := http.NewServeMux()
	known := func(pattern string, handler web.Handler) {
		mux.Handle(pattern, web.Handle(log, translated(auth.Required(verifier, handler))))
	}
	known("POST /v1/orders", h.place)
	known("GET /v1/orders", h.list)
	known("GET /v1/orders/{id}", h.order)
	return mux
}

func (h rest) place(w http.ResponseWriter, r *http.Request) error {
	key, ok := models.ParseKey(r.Header.Get("Idempotency-Key"))
	if !ok {
		return web.NewProblem(http.StatusBadRequest, "no-idempotency-key",
			"send an Idempotency-Key of 1 to 128 printable characters, a new one per order")
	}
	body, err := web.Decode[models.NewOrder](w, r)
	if err != nil {
		return err
	}
	order, made, err := h.ordering.Place(r.Context(), auth.From(r.Context()).Subject, key, body)
	if err != nil {
		return err
	}
	w.Header().Set("Location", "/v1/orders/"+order.ID.String())
	switch {
	case order.Status == models.Declined:
		return web.NewProblem(http.StatusPaymentRequired, "payment-declined", "the payment was declined; order anew with another key")
	case made:
		return web.JSON(w, http.StatusCreated, order)
	default:
		return web.JSON(w, http.StatusOK, order)
	}
}

func (h rest) order(w http.ResponseWriter, r *http.Request) error {
	id, err := uuid.Parse(r.PathValue("id"))
	if err != nil {
		return models.ErrNotFound
	}
	order, err := h.ordering.Order(r.Context(), id)
	if err != nil {
		return err
	}
	// Another's order and one that does not exist look the same.
	if principal := auth.From(r.Context()); order.UserID != principal.Subject && !principal.Has(auth.Admin) {
		return models.ErrNotFound
	}
	return web.JSON(w, http.StatusOK, order)
}

func (h rest) list(w http.ResponseWriter, r *http.Request) error {
	page, err := h.ordering.List(r.Context(), auth.From(r.Context()).Subject)
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, page)
}

// translated tells a client what the service's own errors mean.
func translated(handler web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		err := handler(w, r)
		var unknown models.UnknownSKU
		switch {
		case errors.Is(err, models.ErrNotFound):
			return web.NewProblem(http.StatusNotFound, "no-such-order", models.ErrNotFound.Error())
		case errors.Is(err, models.ErrKeyTaken):
			return web.NewProblem(http.StatusUnprocessableEntity, "idempotency-key-reused", models.ErrKeyTaken.Error())
		case errors.As(err, &unknown):
			return web.NewProblem(http.StatusUnprocessableEntity, "unknown-product", unknown.Error())
		case errors.Is(err, models.ErrUnavailable):
			return web.Unavailable("try again in a moment, with the same Idempotency-Key").Because(err)
		default:
			return err
		}
	}
}
