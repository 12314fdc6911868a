package web

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/acme/shop/services/platform/health"
)

type line struct {
	SKU      string `json:"sku" validate:"required,max=5,text"`
	Quantity int    `json:"quantity" validate:"min=1,max=9"`
}

type request struct {
	Email string `json:"email" validate:"required,email"`
	Lines []line `json:"lines" validate:"min=1,max=2,dive"`
}

func TestWrongBodiesAreExplained(t *testing.T) {
	for body, want := range map[string]string{
		``:                             "the body is empty",
		`{`:                            "the body ends in the middle of a value",
		`{"email" 1}`:                  "the body is not JSON: invalid character '1' after object key at byte 10",
		`[]`:                           "the body must be an object, not array",
		`{"email": 1}`:                 `field "email" must be a string, not number`,
		`{"lines": {}}`:                `field "lines" must be a list, not object`,
		`{"lines":[{"quantity":1.5}]}`: `field "lines.quantity" must be a whole number in range, not number 1.5`,
		`{"mail": "x"}`:                `unknown field "mail"`,
		`{} {}`:                        "the body holds more than one JSON value",
	} {
		_, err := Parse[request]([]byte(body))
		var problem *Problem
		if !errors.As(err, &problem) || problem.Status != http.StatusBadRequest || problem.Detail != want {
			t.Errorf("%s\ngot  %v\nwant %s", body, err, want)
		}
	}
}

func TestEveryWrongFieldIsNamed(t *testing.T) {
	_, err := Parse[request]([]byte(`{"email":"x","lines":[{"sku":"too long","quantity":0},{"quantity":10}]}`))
	var problem *Problem
	if !errors.As(err, &problem) || problem.Status != http.StatusUnprocessableEntity {
		t.Fatalf("got %v", err)
	}
	want := []Field{
		{"email", "must be an e-mail address"},
		{"lines[0].sku", "must be at most 5 characters"},
		{"lines[0].quantity", "must be at least 1"},
		{"lines[1].sku", "is required"},
		{"lines[1].quantity", "must be at most 9"},
	}
	if len(problem.Fields) != len(want) {
		t.Fatalf("got %v", problem.Fields)
	}
	for i, field := range want {
		if problem.Fields[i] != field {
			t.Errorf("got %v, want %v", problem.Fields[i], field)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"email":"a@b.example","lines":[{"sku":"a","quantity":1}]}`))
	f.Add([]byte(`{"email":null}`))
	f.Add([]byte("\xff"))
	f.Fuzz(func(t *testing.T, body []byte) {
		value, err := Parse[request](body)
		if err == nil {
			if value.Email == "" || len(value.Lines) == 0 {
				t.Errorf("%q was accepted as %+v", body, value)
			}
			return
		}
		var problem *Problem
		if !errors.As(err, &problem) || problem.Status < 400 || problem.Status > 499 {
			t.Errorf("%q ended with %v", body, err)
		}
	})
}

func serve(t *testing.T, perSecond int, routes func(*http.ServeMux, *slog.Logger)) http.Handler {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	mux := http.NewServeMux()
	routes(mux, log)
	ready := health.New(log)
	ready.Round(t.Context())
	return Wrap(mux, Options{
		Log: log, Readiness: ready, Registry: prometheus.NewRegistry(), Timeout: 50 * time.Millisecond, PerSecond: perSecond,
	})
}

func get(handler http.Handler, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w
}

func TestRefusalsOfTheRouterAreProblemsToo(t *testing.T) {
	handler := serve(t, 1000, func(mux *http.ServeMux, _ *slog.Logger) {
		mux.HandleFunc("GET /thing", func(http.ResponseWriter, *http.Request) {})
		mux.HandleFunc("POST /thing", func(http.ResponseWriter, *http.Request) {})
	})
	for _, c := range []struct {
		method, path, site string
		status             int
		code, allow        string
	}{
		{"GET", "/nowhere", "", 404, "no-such-path", ""},
		{"PUT", "/thing", "", 405, "wrong-method", "GET, HEAD, POST"},
		{"POST", "/thing", "cross-site", 403, "cross-origin", ""},
	} {
		r := httptest.NewRequestWithContext(t.Context(), c.method, c.path, nil)
		r.Header.Set("Sec-Fetch-Site", c.site)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		var problem Problem
		if err := json.NewDecoder(w.Body).Decode(&problem); err != nil {
			t.Errorf("%s %s: %v", c.method, c.path, err)
		}
		if w.Code != c.status || problem.Code != c.code || w.Header().Get("Allow") != c.allow ||
			w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s: %d %+v %v", c.method, c.path, w.Code, problem, w.Header())
		}
	}
}

func TestACauseIsLoggedAndNotTold(t *testing.T) {
	var logged strings.Builder
	log := slog.New(slog.NewTextHandler(&logged, nil))
	w := get(Handle(log, func(http.ResponseWriter, *http.Request) error {
		return Unavailable("later").Because(errors.New("no route to payments"))
	}), "/")
	if !strings.Contains(logged.String(), "no route to payments") || strings.Contains(w.Body.String(), "payments") {
		t.Errorf("logged %q, told %q", logged.String(), w.Body)
	}
}

func TestErrorsBecomeProblems(t *testing.T) {
	handler := serve(t, 1000, func(mux *http.ServeMux, log *slog.Logger) {
		route := func(path string, handler Handler) { mux.Handle("GET "+path, Handle(log, handler)) }
		route("/problem", func(http.ResponseWriter, *http.Request) error { return Unavailable("later") })
		route("/secret", func(http.ResponseWriter, *http.Request) error { return errors.New("password=hunter2") })
		route("/panic", func(http.ResponseWriter, *http.Request) error { panic("password=hunter2") })
		route("/slow", func(_ http.ResponseWriter, r *http.Request) error {
			<-r.Context().Done()
			return context.Cause(r.Context())
		})
	})
	for path, status := range map[string]int{
		"/problem": 503, "/secret": 500, "/panic": 500, "/slow": 504, "/nowhere": 404, "/livez": 200, "/readyz": 200,
	} {
		w := get(handler, path)
		if w.Code != status {
			t.Errorf("%s: %d", path, w.Code)
		}
		if strings.Contains(w.Body.String(), "hunter2") {
			t.Errorf("%s tells %s", path, w.Body)
		}
	}
	w := get(handler, "/problem")
	var problem Problem
	if err := json.NewDecoder(w.Body).Decode(&problem); err != nil {
		t.Fatal(err)
	}
	if problem.Code != "unavailable" || problem.Detail != "later" || w.Header().Get("Retry-After") != "1" {
		t.Errorf("got %+v, %v", problem, w.Header())
	}
}

func TestAnswersCarrySecurityHeadersAndNoCORS(t *testing.T) {
	handler := serve(t, 1000, func(mux *http.ServeMux, _ *slog.Logger) {
		mux.HandleFunc("POST /", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "{}") })
	})
	w := get(handler, "/", "Origin", "https://evil.example.com")
	for _, name := range []string{
		"Content-Security-Policy", "Strict-Transport-Security", "X-Content-Type-Options", "Cache-Control",
	} {
		if w.Header().Get(name) == "" {
			t.Errorf("no %s", name)
		}
	}
	if got := w.Header().Get("Access-Control-Allow-Origin"); got != "" {
		t.Errorf("CORS is on: %s", got)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	crossed := httptest.NewRecorder()
	handler.ServeHTTP(crossed, r)
	if crossed.Code != http.StatusForbidden {
		t.Errorf("a cross-site request: %d", crossed.Code)
	}
}

func TestAClientThatAsksTooOftenIsToldToWait(t *testing.T) {
	handler := serve(t, 1, func(mux *http.ServeMux, _ *slog.Logger) {
		mux.HandleFunc("GET /", func(http.ResponseWriter, *http.Request) {})
	})
	codes := []int{}
	for range 3 {
		codes = append(codes, get(handler, "/", "X-Forwarded-For", "6.6.6.6, 192.0.2.1").Code)
	}
	if codes[0] != 200 || codes[1] != 200 || codes[2] != 429 {
		t.Errorf("got %v", codes)
	}
	if w := get(handler, "/", "X-Forwarded-For", "192.0.2.1, 192.0.2.2"); w.Code != http.StatusOK {
		t.Errorf("another client: %d", w.Code)
	}
	if w := get(handler, "/livez", "X-Forwarded-For", "192.0.2.1"); w.Code != http.StatusOK {
		t.Errorf("a probe: %d", w.Code)
	}
}

func TestClientsAreKnownByWhatTheGatewaySaw(t *testing.T) {
	for forwarded, want := range map[string]string{
		"":                            "192.0.2.9",
		"203.0.113.7":                 "203.0.113.7",
		"1.1.1.1,203.0.113.7":         "203.0.113.7",
		"2001:db8:1:2:3:4:5:6":        "2001:db8:1:2::/64",
		"::ffff:203.0.113.7":          "203.0.113.7",
		"nonsense":                    "unknown",
		"203.0.113.7, not an address": "unknown",
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		r.RemoteAddr = "192.0.2.9:1234"
		if forwarded != "" {
			r.Header.Set("X-Forwarded-For", forwarded)
		}
		if got := Client(r); got != want {
			t.Errorf("%q: %s", forwarded, got)
		}
	}
}

func FuzzClient(f *testing.F) {
	f.Add("1.1.1.1, 203.0.113.7")
	f.Add("2001:db8::1%eth0")
	f.Add(",")
	f.Fuzz(func(t *testing.T, forwarded string) {
		from := func(text string) string {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
			r.Header.Set("X-Forwarded-For", text)
			return Client(r)
		}
		got := from(forwarded)
		if got != "unknown" {
			if _, err := netip.ParseAddr(strings.TrimSuffix(got, "/64")); err != nil {
				t.Errorf("%q gave %q", forwarded, got)
			}
		}
		// Whatever a client writes before the gateway's own entry changes nothing.
		if got := from(forwarded + ", 203.0.113.7"); got != "203.0.113.7" {
			t.Errorf("%q before the last entry gave %q", forwarded, got)
		}
	})
}

func TestAServerThatLeavesClosesConnectionsAfterTheAnswer(t *testing.T) {
	server := NewServer(0, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}), slog.New(slog.DiscardHandler))
	if got := get(server.server.Handler, "/").Header().Get("Connection"); got != "" {
		t.Errorf("before: %q", got)
	}
	server.Leave()
	if got := get(server.server.Handler, "/").Header().Get("Connection"); got != "close" {
		t.Errorf("after: %q", got)
	}
}

// The path of every request, without its handler.
func BenchmarkWrap(b *testing.B) {
	log := slog.New(slog.DiscardHandler)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/orders/{id}", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	handler := Wrap(mux, Options{
		Log: log, Readiness: health.New(log), Registry: prometheus.NewRegistry(), Timeout: RequestTimeout, PerSecond: 1_000_000_000,
	})
	b.ReportAllocs()
	for b.Loop() {
		if w := get(handler, "/v1/orders/1"); w.Code != http.StatusNoContent {
			b.Fatal(w.Code)
		}
	}
}
