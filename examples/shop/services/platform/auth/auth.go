// Package auth knows who sends a request.
package auth

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/acme/shop/services/platform/web"
)

// Admin is the role that may see everything.
const Admin = "admin"

// Principal is who sends a request.
type Principal struct {
	// Subject is the id of a user.
	Subject string
	Roles   []string
}

// Has says whether the principal has a role.
func (p Principal) Has(role string) bool { return slices.Contains(p.Roles, role) }

// ErrToken is for a token that is wrong, foreign or expired: the three look the same from outside.
var ErrToken = errors.New("the token is not valid")

// Verifier finds who a token belongs to. It answers ErrToken for a token that is not good; any other error means that it
// could not find out.
type Verifier interface {
	Verify(ctx context.Context, token string) (Principal, error)
}

type contextKey struct{}

// From is who sends the request of a context that passed Required.
func From(ctx context.Context) Principal {
	principal, _ := ctx.Value(contextKey{}).(Principal)
	return principal
}

// With is a context of a known sender.
func With(ctx context.Context, principal Principal) context.Context {
	return context.WithValue(ctx, contextKey{}, principal)
}

// Required lets a request pass only with a good token in Authorization: Bearer.
func Required(verifier Verifier, next web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		token, ok := Bearer(r.Header.Get("Authorization"))
		if !ok {
			w.Header().Set("WWW-Authenticate", `Bearer realm="shop"`)
			return web.NewProblem(http.StatusUnauthorized, "no-token", "send a token as Authorization: Bearer")
		}
		principal, err := verifier.Verify(r.Context(), token)
		switch {
		case errors.Is(err, ErrToken):
			w.Header().Set("WWW-Authenticate", `Bearer realm="shop", error="invalid_token"`)
			return web.NewProblem(http.StatusUnauthorized, "invalid-token", "the token is wrong or has expired: log in again")
		case err != nil:
			return err
		}
		return next(w, r.WithContext(With(r.Context(), principal)))
	}
}

// Role lets a request pass only if its sender has a role.
func Role(role string, next web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if !From(r.Context()).Has(role) {
			return web.NewProblem(http.StatusForbidden, "forbidden", "this needs the role "+role)
		}
		return next(w, r)
	}
}

// longestToken is above any token that is in use, JWTs with many claims included.
const longestToken = 8 << 10

// Bearer takes the token out of an Authorization header.
func Bearer(header string) (token string, ok bool) {
	scheme, token, found := strings.Cut(header, " ")
	if !found || !strings.EqualFold(scheme, "Bearer") || token == "" || len(token) > longestToken {
		return "", false
	}
	// token68 of RFC 9110.
	for _, c := range []byte(token) {
		alphanumeric := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !alphanumeric && !strings.ContainsRune("-._~+/=", rune(c)) {
			return "", false
		}
	}
	return token, true
}
