package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
)

func TestADatabaseThatIsAwayIsToldFromOneThatRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		down bool
	}{
		"the server stops":         {&pgconn.PgError{Code: "57P01"}, true},
		"it has no connection":     {&pgconn.PgError{Code: "53300"}, true},
		"it became a replica":      {&pgconn.PgError{Code: "25006"}, true},
		"the answer is cut off":    {fmt.Errorf("read: %w", io.ErrUnexpectedEOF), true},
		"the network breaks":       {fmt.Errorf("write: %w", &net.OpError{Op: "write", Err: errors.New("broken pipe")}), true},
		"a wrong password":         {&pgconn.PgError{Code: "28P01"}, false},
		"a statement that is slow": {&pgconn.PgError{Code: "57014"}, false},
		"a broken constraint":      {&pgconn.PgError{Code: "23505", ConstraintName: "users_email"}, false},
		"the request ended":        {context.DeadlineExceeded, false},
		"nothing":                  {nil, false},
	} {
		if got := IsDown(c.err); got != c.down {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestAConstraintIsKnownByItsName(t *testing.T) {
	broken := fmt.Errorf("insert: %w", &pgconn.PgError{Code: "23505", ConstraintName: "users_email"})
	if !IsUnique(broken, "users_email") || !IsUnique(broken, "") || IsUnique(broken, "orders_key") || IsUnique(nil, "") {
		t.Error("constraints are mixed up")
	}
}

func TestAnAddressIsNeverQuoted(t *testing.T) {
	_, err := Open(t.Context(), "postgres://user:hunter2@host:port/db", "test", nil)
	if err == nil || err.Error() != "DATABASE_URL must be a connection URL of PostgreSQL" {
		t.Errorf("got %v", err)
	}
}
