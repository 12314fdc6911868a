package auth

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/acme/shop/services/platform/env"
	"github.com/acme/shop/services/platform/web"
)

var shop = Settings{Issuer: "https://id.example.com/", Audience: "shop-api", KeysURL: "https://id.example.com/keys"}

func key(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return private
}

func sign(t *testing.T, method jwt.SigningMethod, by any, change func(jwt.MapClaims)) string {
	t.Helper()
	c := jwt.MapClaims{
		"iss": shop.Issuer, "aud": shop.Audience, "sub": "user-1", "roles": []string{"admin"},
		"exp": time.Now().Add(time.Hour).Unix(),
	}
	change(c)
	token, err := jwt.NewWithClaims(method, c).SignedString(by)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestTokensOfTheIssuerAreAccepted(t *testing.T) {
	private := key(t)
	tokens := NewTokens(shop, func(*jwt.Token) (any, error) { return &private.PublicKey, nil })
	got, err := tokens.Verify(t.Context(), sign(t, jwt.SigningMethodES256, private, func(jwt.MapClaims) {}))
	if err != nil {
		t.Fatal(err)
	}
	if got.Subject != "user-1" || !got.Has(Admin) {
		t.Errorf("got %+v", got)
	}
}

func TestExpiredAndForeignTokensAreRefused(t *testing.T) {
	private, stranger := key(t), key(t)
	tokens := NewTokens(shop, func(*jwt.Token) (any, error) { return &private.PublicKey, nil })
	es := jwt.SigningMethodES256
	good := sign(t, es, private, func(jwt.MapClaims) {})
	for name, token := range map[string]string{
		"expired":          sign(t, es, private, func(c jwt.MapClaims) { c["exp"] = time.Now().Add(-time.Hour).Unix() }),
		"without an end":   sign(t, es, private, func(c jwt.MapClaims) { delete(c, "exp") }),
		"other issuer":     sign(t, es, private, func(c jwt.MapClaims) { c["iss"] = "https://evil.example.com/" }),
		"other audience":   sign(t, es, private, func(c jwt.MapClaims) { c["aud"] = "other" }),
		"without subject":  sign(t, es, private, func(c jwt.MapClaims) { delete(c, "sub") }),
		"other key":        sign(t, es, stranger, func(jwt.MapClaims) {}),
		"shared secret":    sign(t, jwt.SigningMethodHS256, []byte("secret"), func(jwt.MapClaims) {}),
		"no signature":     sign(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, func(jwt.MapClaims) {}),
		"changed":          good[:len(good)-4] + "AAAA",
		"not a token":      "a.b.c",
		"without payload":  "..",
		"ends in the head": strings.Split(good, ".")[0],
	} {
		if _, err := tokens.Verify(t.Context(), token); !errors.Is(err, ErrToken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

type fixed map[string]Principal

var errAway = web.Unavailable("users is away")

func (f fixed) Verify(_ context.Context, token string) (Principal, error) {
	if token == "away" {
		return Principal{}, errAway
	}
	if p, ok := f[token]; ok {
		return p, nil
	}
	return Principal{}, ErrToken
}

func TestRoutesAskForATokenAndARole(t *testing.T) {
	sessions := fixed{"boss": {Subject: "1", Roles: []string{Admin}}, "guest": {Subject: "2"}}
	handler := web.Handle(slog.New(slog.DiscardHandler), Required(sessions, Role(Admin,
		func(w http.ResponseWriter, r *http.Request) error {
			return web.JSON(w, http.StatusOK, From(r.Context()).Subject)
		})))
	for header, want := range map[string]int{
		"":               http.StatusUnauthorized,
		"Basic abc":      http.StatusUnauthorized,
		"Bearer":         http.StatusUnauthorized,
		"Bearer nobody":  http.StatusUnauthorized,
		"Bearer guest":   http.StatusForbidden,
		"Bearer away":    http.StatusServiceUnavailable,
		"bearer boss":    http.StatusOK,
		"Bearer boss x":  http.StatusUnauthorized,
		"Bearer bo\x00s": http.StatusUnauthorized,
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		r.Header.Set("Authorization", header)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%q: %d", header, w.Code)
		}
		if (w.Code == http.StatusUnauthorized) != (w.Header().Get("WWW-Authenticate") != "") {
			t.Errorf("%q: WWW-Authenticate %q", header, w.Header().Get("WWW-Authenticate"))
		}
	}
}

// issuer publishes a key by the name "one", when it is not away. It gives its address, and signs tokens of a key's name.
func issuer(t *testing.T, away func() bool) (keysURL string, signed func(kid string) string) {
	t.Helper()
	private := key(t)
	point, err := private.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	text := base64.RawURLEncoding.EncodeToString
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		// An issuer is a network away.
		time.Sleep(30 * time.Millisecond)
		if away() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_, _ = fmt.Fprintf(w, `{"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","use":"sig","kid":"one","x":%q,"y":%q}]}`,
			text(point[1:33]), text(point[33:]))
	}))
	t.Cleanup(server.Close)
	return server.URL, func(kid string) string {
		t.Helper()
		token := jwt.NewWithClaims(jwt.SigningMethodES256, jwt.MapClaims{
			"iss": shop.Issuer, "aud": shop.Audience, "sub": "user-1", "exp": time.Now().Add(time.Hour).Unix(),
		})
		token.Header["kid"] = kid
		text, err := token.SignedString(private)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
}

func TestTokensAreVerifiedByTheKeysThatTheIssuerPublishes(t *testing.T) {
	keysURL, signed := issuer(t, func() bool { return false })
	good, foreign := signed("one"), signed("two")
	sessions := fixed{"session": {Subject: "2"}}
	for name, c := range map[string]struct {
		keys, token string
		ok, invalid bool
	}{
		"a token":                                {keysURL, good, true, false},
		"a token of an unknown key":              {keysURL, foreign, false, true},
		"a session":                              {keysURL, "session", true, false},
		"a token while the issuer is away":       {"http://127.0.0.1:1", good, false, false},
		"a session while the issuer is away":     {"http://127.0.0.1:1", "session", true, false},
		"a foreign one while the issuer is away": {"http://127.0.0.1:1", "nobody", false, true},
	} {
		verifier, err := NewVerifier(t.Context(), Settings{shop.Issuer, shop.Audience, c.keys}, sessions)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if _, err := verifier.Verify(t.Context(), c.token); (err == nil) != c.ok || errors.Is(err, ErrToken) != c.invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnIssuerIsGivenWholeOrNotAtAll(t *testing.T) {
	if got := Read(env.FromMap(nil)); got != (Settings{}) {
		t.Errorf("got %+v", got)
	}
	r := env.FromMap(map[string]string{"AUTH_ISSUER": shop.Issuer})
	Read(r)
	if err := r.Err(); err == nil || err.Error() != "AUTH_AUDIENCE is not set; AUTH_JWKS_URL is not set" {
		t.Errorf("got %v", err)
	}
}

// No text is a token but one that the issuer has signed.
func FuzzTokens(f *testing.F) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		f.Fatal(err)
	}
	tokens := NewTokens(shop, func(*jwt.Token) (any, error) { return &private.PublicKey, nil })
	f.Add("eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUuY29tLyIsImF1ZCI6InNob3AtYXBpIn0.")
	f.Add("eyJhbGciOiJFUzI1NiJ9.eyJleHAiOjQwMDAwMDAwMDB9.AAAA")
	f.Add("..")
	f.Fuzz(func(t *testing.T, token string) {
		if principal, err := tokens.Verify(t.Context(), token); !errors.Is(err, ErrToken) {
			t.Errorf("%q gave %+v, %v", token, principal, err)
		}
	})
}

func FuzzBearer(f *testing.F) {
	f.Add("Bearer abc")
	f.Add("bearer a.b.c")
	f.Add("Basic x")
	f.Fuzz(func(t *testing.T, header string) {
		token, ok := Bearer(header)
		if ok == (token == "") || strings.ContainsAny(token, " \r\n\x00") {
			t.Errorf("%q gave %q, %v", header, token, ok)
		}
	})
}

func TestKeysThatAppearLaterAreFetchedWithTheFirstTokenThatNeedsThem(t *testing.T) {
	var away atomic.Bool
	away.Store(true)
	keysURL, signed := issuer(t, away.Load)
	verifier, err := NewVerifier(t.Context(), Settings{shop.Issuer, shop.Audience, keysURL}, fixed{})
	if err != nil {
		t.Fatal(err)
	}
	away.Store(false)
	if _, err := verifier.Verify(t.Context(), signed("one")); err != nil {
		t.Errorf("the issuer is back: %v", err)
	}
	began := time.Now()
	if _, err := verifier.Verify(t.Context(), signed("two")); !errors.Is(err, ErrToken) || time.Since(began) > time.Second {
		t.Errorf("a foreign token: %v after %s", err, time.Since(began))
	}
}
