package auth

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
	"golang.org/x/time/rate"

	"github.com/acme/shop/services/platform/env"
	"github.com/acme/shop/services/platform/web"
)

// Settings of an issuer whose JWTs are accepted beside the shop's own sessions. The zero value accepts none.
type Settings struct {
	Issuer   string
	Audience string
	KeysURL  string
}

// Read reads the issuer. All three variables or none: they are not part of the contract, so a description gives them
// under `env`.
func Read(r *env.Reader) Settings {
	if r.Optional("AUTH_ISSUER")+r.Optional("AUTH_AUDIENCE")+r.Optional("AUTH_JWKS_URL") == "" {
		return Settings{}
	}
	return Settings{
		Issuer:   r.URL("AUTH_ISSUER", "https", "http"),
		Audience: r.String("AUTH_AUDIENCE"),
		KeysURL:  r.URL("AUTH_JWKS_URL", "https", "http"),
	}
}

// NewVerifier verifies sessions, and JWTs of the issuer where one is set. It fetches the issuer's keys now and then, until
// the context ends; an issuer that is away does not stop the service.
func NewVerifier(ctx context.Context, s Settings, sessions Verifier) (Verifier, error) {
	if s == (Settings{}) {
		return sessions, nil
	}
	keys, err := keyfunc.NewDefaultOverrideCtx(ctx, []string{s.KeysURL}, keyfunc.Override{
		HTTPTimeout:     5 * time.Second,
		RefreshInterval: 15 * time.Minute,
		// A token of an unknown key may cause one fetch per ten seconds. This bounds the wait for its turn and the fetch together.
		RefreshUnknownKID: rate.NewLimiter(rate.Every(10*time.Second), 1),
		RateLimitWaitMax:  5 * time.Second,
	})
	if err != nil {
		return nil, fmt.Errorf("keys of the issuer: %w", err)
	}
	return either{sessions: sessions, tokens: NewTokens(s, func(token *jwt.Token) (any, error) {
		key, err := keys.Keyfunc(token)
		if err == nil {
			return key, nil
		}
		if known, _ := keys.Storage().KeyReadAll(ctx); len(known) == 0 {
			return nil, errNoKeys
		}
		return nil, err
	})}, nil
}

// errNoKeys is for an issuer that was away since the start: no token can be judged, and none is wrong.
var errNoKeys = web.Unavailable("the keys of the issuer are not known yet")

type either struct{ sessions, tokens Verifier }

// A JWT has two dots, a session's token has none.
func (e either) Verify(ctx context.Context, token string) (Principal, error) {
	if strings.Count(token, ".") == 2 {
		return e.tokens.Verify(ctx, token)
	}
	return e.sessions.Verify(ctx, token)
}

// Tokens verifies JWTs of one issuer for one audience.
type Tokens struct {
	parser *jwt.Parser
	keys   jwt.Keyfunc
}

// NewTokens finds keys by the function.
func NewTokens(s Settings, keys jwt.Keyfunc) *Tokens {
	return &Tokens{keys: keys, parser: jwt.NewParser(
		jwt.WithIssuer(s.Issuer),
		jwt.WithAudience(s.Audience),
		jwt.WithExpirationRequired(),
		jwt.WithLeeway(30*time.Second),
		// Signatures only: with HMAC in the list a public key would be a password.
		jwt.WithValidMethods([]string{"RS256", "PS256", "ES256", "EdDSA"}),
	)}
}

type claims struct {
	jwt.RegisteredClaims
	Roles []string `json:"roles"`
}

// Verify is the sender that a JWT names, with the roles of its claim "roles".
func (t *Tokens) Verify(ctx context.Context, token string) (Principal, error) {
	var c claims
	if _, err := t.parser.ParseWithClaims(token, &c, t.keys); err != nil {
		if ctxErr := ctx.Err(); ctxErr != nil {
			return Principal{}, ctxErr
		}
		if errors.Is(err, errNoKeys) {
			return Principal{}, errNoKeys
		}
		return Principal{}, errors.Join(ErrToken, err)
	}
	if c.Subject == "" {
		return Principal{}, ErrToken
	}
	return Principal{Subject: c.Subject, Roles: c.Roles}, nil
}
