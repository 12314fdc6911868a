package handlers

import (
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/alicebob/miniredis/v2"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/uuid"
	"golang.org/x/crypto/bcrypt"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"

	"github.com/acme/shop/services/users/internal/accounts"
	"github.com/acme/shop/services/users/internal/models"
	usersv1 "github.com/acme/shop/services/users/internal/pb/users/v1"
	"github.com/acme/shop/services/users/internal/platform/auth"
	"github.com/acme/shop/services/users/internal/repositories"
)

// memory is the users of a test; sessions are in a Redis of the test's own.
type memory struct {
	users []models.User
	fail  error
}

func (m *memory) Add(_ context.Context, user models.User) error {
	for _, known := range m.users {
		if strings.EqualFold(known.Email, user.Email) {
			return models.ErrEmailTaken
		}
	}
	m.users = append(m.users, user)
	return m.fail
}

func (m *memory) find(matches func(models.User) bool) (models.User, error) {
	for _, user := range m.users {
		if matches(user) {
			return user, m.fail
		}
	}
	return models.User{}, models.ErrNotFound
}

func (m *memory) ByID(_ context.Context, id uuid.UUID) (models.User, error) {
	return m.find(func(user models.User) bool { return user.ID == id })
}

func (m *memory) ByEmail(_ context.Context, email string) (models.User, error) {
	return m.find(func(user models.User) bool { return strings.EqualFold(user.Email, email) })
}

func (m *memory) List(_ context.Context, query models.PageQuery) ([]models.User, error) {
	return m.users[:min(len(m.users), query.Limit)], m.fail
}

type shop struct {
	t        *testing.T
	users    *memory
	redis    *miniredis.Miniredis
	accounts *accounts.Accounts
	rest     *http.ServeMux
}

func open(t *testing.T) *shop {
	t.Helper()
	redis := miniredis.RunT(t)
	sessions, err := repositories.NewSessions("redis://" + redis.Addr())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sessions.Close() })
	users := &memory{}
	a, err := accounts.New(users, sessions, bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	return &shop{t, users, redis, a, NewREST(slog.New(slog.DiscardHandler), a, a)}
}

// send answers with the status, and the body as far as it is an object.
func (s *shop) send(method, path, token, body string) (int, map[string]any) {
	s.t.Helper()
	r := httptest.NewRequestWithContext(context.Background(), method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	s.rest.ServeHTTP(w, r)
	var answer map[string]any
	_ = json.Unmarshal(w.Body.Bytes(), &answer)
	return w.Code, answer
}

const (
	registration = `{"email":"ada@example.com","name":"Ada","password":"correct horse battery"}`
	logIn        = `{"email":"ada@example.com","password":"correct horse battery"}`
)

// ada registers and logs in.
func (s *shop) ada() (id, token string) {
	s.t.Helper()
	if code, answer := s.send("POST", "/v1/users", "", registration); code != http.StatusCreated {
		s.t.Fatalf("register: %d %v", code, answer)
	}
	code, answer := s.send("POST", "/v1/users/sessions", "", logIn)
	if code != http.StatusCreated {
		s.t.Fatalf("log in: %d %v", code, answer)
	}
	user, _ := answer["user"].(map[string]any)
	id, _ = user["id"].(string)
	token, _ = answer["token"].(string)
	return id, token
}

func TestAUserSeesWhoTheyAre(t *testing.T) {
	s := open(t)
	id, token := s.ada()
	for _, path := range []string{"/v1/users/me", "/v1/users/" + id} {
		code, answer := s.send("GET", path, token, "")
		if code != http.StatusOK || answer["email"] != "ada@example.com" {
			t.Errorf("%s: %d %v", path, code, answer)
		}
		for name := range answer {
			if strings.Contains(name, "password") {
				t.Errorf("%s shows %s", path, name)
			}
		}
	}
	if code, _ := s.send("DELETE", "/v1/users/sessions/current", token, ""); code != http.StatusNoContent {
		t.Errorf("log out: %d", code)
	}
	if code, _ := s.send("GET", "/v1/users/me", token, ""); code != http.StatusUnauthorized {
		t.Errorf("after the log-out: %d", code)
	}
}

func TestRequestsAreRefusedWithACode(t *testing.T) {
	s := open(t)
	_, token := s.ada()
	for name, c := range map[string]struct {
		method, path, token, body string
		status                    int
		code                      string
	}{
		"the same address":      {"POST", "/v1/users", "", registration, 409, "email-taken"},
		"a short password":      {"POST", "/v1/users", "", `{"email":"b@example.com","name":"B","password":"short"}`, 422, "invalid-request"},
		"a name with a NUL":     {"POST", "/v1/users", "", `{"email":"b@example.com","name":"B\u0000","password":"long enough 12"}`, 422, "invalid-request"},
		"not JSON":              {"POST", "/v1/users", "", `{`, 400, "invalid-json"},
		"no body":               {"POST", "/v1/users", "", "", 415, "unsupported-media-type"},
		"a wrong password":      {"POST", "/v1/users/sessions", "", `{"email":"ada@example.com","password":"x"}`, 401, "wrong-credentials"},
		"no token":              {"GET", "/v1/users/me", "", "", 401, "no-token"},
		"a foreign token":       {"GET", "/v1/users/me", "foreign", "", 401, "invalid-token"},
		"another user":          {"GET", "/v1/users/" + uuid.NewString(), token, "", 404, "no-such-user"},
		"the list, as no admin": {"GET", "/v1/users", token, "", 403, "forbidden"},
	} {
		code, answer := s.send(c.method, c.path, c.token, c.body)
		if code != c.status || answer["code"] != c.code {
			t.Errorf("%s: %d %v", name, code, answer)
		}
	}
}

func TestAnAdministratorSeesTheList(t *testing.T) {
	s := open(t)
	id, _ := s.ada()
	s.users.users[0].Roles = []string{auth.Admin}
	_, answer := s.send("POST", "/v1/users/sessions", "", logIn)
	token, _ := answer["token"].(string)
	code, answer := s.send("GET", "/v1/users?limit=1", token, "")
	if list, _ := answer["users"].([]any); code != http.StatusOK || len(list) != 1 {
		t.Errorf("%d %v", code, answer)
	}
	if code, answer := s.send("GET", "/v1/users?limit=none", token, ""); code != http.StatusBadRequest {
		t.Errorf("%d %v", code, answer)
	}
	if code, _ := s.send("GET", "/v1/users/"+id, token, ""); code != http.StatusOK {
		t.Errorf("%d", code)
	}
}

func TestAStoreThatIsAwayIsToldAsSuch(t *testing.T) {
	s := open(t)
	_, token := s.ada()
	s.users.fail = models.ErrUnavailable
	if code, _ := s.send("GET", "/v1/users/me", token, ""); code != http.StatusServiceUnavailable {
		t.Errorf("without PostgreSQL: %d", code)
	}
	s.redis.Close()
	if code, _ := s.send("GET", "/v1/users/me", token, ""); code != http.StatusServiceUnavailable {
		t.Errorf("without Redis: %d", code)
	}
}

func TestGuessesOfOneAccountAreSlowed(t *testing.T) {
	s := open(t)
	s.ada()
	code := 0
	for range perAccountAtOnce + 1 {
		code, _ = s.send("POST", "/v1/users/sessions", "", `{"email":"ada@example.com","password":"guess"}`)
	}
	if code != http.StatusTooManyRequests {
		t.Errorf("the last guess: %d", code)
	}
}

func TestPeersVerifySessions(t *testing.T) {
	s := open(t)
	id, token := s.ada()
	listener := bufconn.Listen(1 << 16)
	server := grpc.NewServer()
	usersv1.RegisterUsersServiceServer(server, NewGRPC(s.accounts))
	go func() { _ = server.Serve(listener) }()
	defer server.Stop()
	connection, err := grpc.NewClient("passthrough:///users", grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(context.Context, string) (net.Conn, error) { return listener.Dial() }))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	client := usersv1.NewUsersServiceClient(connection)

	verified, err := client.VerifySession(t.Context(), &usersv1.VerifySessionRequest{Token: token})
	if err != nil || verified.GetUserId() != id || len(verified.GetRoles()) != 1 {
		t.Errorf("%v, %v", verified, err)
	}
	found, err := client.GetUser(t.Context(), &usersv1.GetUserRequest{UserId: id})
	if err != nil || found.GetUser().GetEmail() != "ada@example.com" {
		t.Errorf("%v, %v", found, err)
	}
	_, foreign := client.VerifySession(t.Context(), &usersv1.VerifySessionRequest{Token: "foreign"})
	_, nobody := client.GetUser(t.Context(), &usersv1.GetUserRequest{UserId: uuid.NewString()})
	_, wrong := client.GetUser(t.Context(), &usersv1.GetUserRequest{UserId: "x"})
	s.redis.Close()
	_, away := client.VerifySession(t.Context(), &usersv1.VerifySessionRequest{Token: token})
	for _, c := range []struct {
		err  error
		want codes.Code
	}{{foreign, codes.Unauthenticated}, {nobody, codes.NotFound}, {wrong, codes.InvalidArgument}, {away, codes.Unavailable}} {
		if status.Code(c.err) != c.want {
			t.Errorf("got %v, want %s", c.err, c.want)
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
	s := open(t)
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
	if count != 6 {
		t.Errorf("the document has %d operations", count)
	}
}
