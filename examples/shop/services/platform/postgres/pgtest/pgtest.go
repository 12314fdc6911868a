// Package pgtest gives a test a schema of its own in a real PostgreSQL.
package pgtest

import (
	"context"
	"crypto/rand"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/acme/shop/services/platform/postgres"
)

// Open migrates an empty schema and removes it after the test. The server is that of DATABASE_URL, whose own tables are not
// touched; without it the test is skipped.
func Open(tb testing.TB, migrations fs.FS) *pgxpool.Pool {
	tb.Helper()
	server := os.Getenv("DATABASE_URL")
	if server == "" {
		tb.Skip("set DATABASE_URL to the URL of a PostgreSQL to test against it")
	}
	ctx := tb.Context()
	admin, err := pgx.Connect(ctx, server)
	if err != nil {
		tb.Fatal(err)
	}
	schema := "test_" + strings.ToLower(rand.Text())
	if _, err := admin.Exec(ctx, "CREATE SCHEMA "+schema); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		// The context of the test has ended by now.
		after := context.WithoutCancel(ctx)
		if _, err := admin.Exec(after, "DROP SCHEMA "+schema+" CASCADE"); err != nil {
			tb.Error(err)
		}
		_ = admin.Close(after)
	})
	address, err := url.Parse(server)
	if err != nil {
		tb.Fatal(err)
	}
	query := address.Query()
	query.Set("search_path", schema)
	address.RawQuery = query.Encode()
	log := slog.New(slog.DiscardHandler)
	// Down and up again: a migration that cannot be taken back is found here and not on a bad day.
	for _, word := range []string{"up", "down", "up", "status"} {
		if err := postgres.Migrate(ctx, address.String(), migrations, []string{word}, log); err != nil {
			tb.Fatal(err)
		}
	}
	pool, err := postgres.Open(ctx, address.String(), "test", prometheus.NewRegistry())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(pool.Close)
	return pool
}
