// Package handlers answers REST and gRPC.
package handlers

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"github.com/acme/shop/services/users/internal/accounts"
	"github.com/acme/shop/services/users/internal/models"
	"github.com/acme/shop/services/users/internal/platform/auth"
	"github.com/acme/shop/services/users/internal/platform/ratelimit"
	"github.com/acme/shop/services/users/internal/platform/web"
)

// Guesses of a password are slower than other requests: per client, and per account from wherever they come.
const (
	guessesPerSecond = 10
	guessesAtOnce    = 50
	perAccount       = 1
	perAccountAtOnce = 20
)

// REST is the routes of /v1/users.
type REST struct {
	log      *slog.Logger
	accounts *accounts.Accounts
	clients  *ratelimit.Limiter
	targets  *ratelimit.Limiter
}

// NewREST makes the routes. The verifier knows who sends a request.
func NewREST(log *slog.Logger, a *accounts.Accounts, verifier auth.Verifier) *http.ServeMux {
	h := &REST{
		log, a,
		ratelimit.New(guessesPerSecond, guessesAtOnce), ratelimit.New(perAccount, perAccountAtOnce),
	}
	mux := http.NewServeMux()
	open := func(pattern string, handler web.Handler) { mux.Handle(pattern, web.Handle(log, translated(handler))) }
	known := func(pattern string, handler web.Handler) { open(pattern, auth.Required(verifier, handler)) }
	open("POST /v1/users", h.register)
	known("GET /v1/users", auth.Role(auth.Admin, h.list))
	known("GET /v1/users/me", h.me)
	known("GET /v1/users/{id}", h.user)
	open("POST /v1/users/sessions", h.logIn)
	known("DELETE /v1/users/sessions/current", h.logOut)
	return mux
}

func (h *REST) register(w http.ResponseWriter, r *http.Request) error {
	if ok, wait := h.clients.Allow(web.Client(r)); !ok {
		return web.TooMany(wait)
	}
	body, err := web.Decode[models.Registration](w, r)
	if err != nil {
		return err
	}
	user, err := h.accounts.Register(r.Context(), body)
	if err != nil {
		return err
	}
	h.log.InfoContext(r.Context(), "registered", "user", user.ID)
	w.Header().Set("Location", "/v1/users/"+user.ID.String())
	return web.JSON(w, http.StatusCreated, user)
}

func (h *REST) logIn(w http.ResponseWriter, r *http.Request) error {
	if ok, wait := h.clients.Allow(web.Client(r)); !ok {
		return web.TooMany(wait)
	}
	body, err := web.Decode[models.LogIn](w, r)
	if err != nil {
		return err
	}
	if ok, wait := h.targets.Allow(strings.ToLower(body.Email)); !ok {
		return web.TooMany(wait)
	}
	session, err := h.accounts.LogIn(r.Context(), body)
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusCreated, session)
}

func (h *REST) logOut(w http.ResponseWriter, r *http.Request) error {
	token, _ := auth.Bearer(r.Header.Get("Authorization"))
	if err := h.accounts.LogOut(r.Context(), token); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (h *REST) me(w http.ResponseWriter, r *http.Request) error {
	return h.answer(w, r, auth.From(r.Context()).Subject)
}

func (h *REST) user(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	principal := auth.From(r.Context())
	// Another's id and an id that nobody has look the same to whoever may see neither.
	if id != principal.Subject && !principal.Has(auth.Admin) {
		return models.ErrNotFound
	}
	return h.answer(w, r, id)
}

func (h *REST) answer(w http.ResponseWriter, r *http.Request, text string) error {
	id, err := uuid.Parse(text)
	if err != nil {
		return models.ErrNotFound
	}
	user, err := h.accounts.User(r.Context(), id)
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, user)
}

func (h *REST) list(w http.ResponseWriter, r *http.Request) error {
	query, err := models.ParsePageQuery(r.URL.Query())
	if err != nil {
		return web.NewProblem(http.StatusBadRequest, "invalid-query", err.Error())
	}
	page, err := h.accounts.List(r.Context(), query)
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, page)
}

// translated tells a client what the service's own errors mean.
func translated(handler web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		err := handler(w, r)
		switch {
		case errors.Is(err, models.ErrNotFound):
			return web.NewProblem(http.StatusNotFound, "no-such-user", err.Error())
		case errors.Is(err, models.ErrEmailTaken):
			return web.NewProblem(http.StatusConflict, "email-taken", err.Error())
		case errors.Is(err, models.ErrCredentials):
			return web.NewProblem(http.StatusUnauthorized, "wrong-credentials", err.Error())
		case errors.Is(err, models.ErrPasswordBytes):
			problem := web.NewProblem(http.StatusUnprocessableEntity, "invalid-request", "some fields are not valid")
			problem.Fields = []web.Field{{Field: "password", Message: "must be at most 72 bytes"}}
			return problem
		case errors.Is(err, models.ErrUnavailable):
			return web.Unavailable("try again in a moment").Because(err)
		default:
			return err
		}
	}
}
