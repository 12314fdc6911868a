// Package repositories keeps greetings in PostgreSQL.
package repositories

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var files embed.FS

// Greetings in a database.
type Greetings struct{ pool *pgxpool.Pool }

// Open connects when the first query needs it, so that the service starts without its database.
func Open(ctx context.Context, url string) (*Greetings, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		// The parser's message may quote the URL, and with it the password.
		return nil, errors.New("DATABASE_URL must be a connection URL of PostgreSQL")
	}
	config.ConnConfig.ConnectTimeout = 3 * time.Second
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	return &Greetings{pool}, nil
}

// Greet counts one more greeting of a name.
func (g *Greetings) Greet(ctx context.Context, name string) (int64, error) {
	var count int64
	err := g.pool.QueryRow(ctx, `INSERT INTO greetings (name, count) VALUES ($1, 1)
ON CONFLICT (name) DO UPDATE SET count = greetings.count + 1 RETURNING count`, name).Scan(&count)
	return count, err
}

// Ping says whether the database answers.
func (g *Greetings) Ping(ctx context.Context) error { return g.pool.Ping(ctx) }

// Close waits for the queries that are under way.
func (g *Greetings) Close() { g.pool.Close() }

// Migrate moves the schema to the newest version.
func Migrate(ctx context.Context, url string) error {
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return fmt.Errorf("DATABASE_URL: %w", err)
	}
	defer pool.Close()
	migrations, err := fs.Sub(files, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, stdlib.OpenDBFromPool(pool), migrations)
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}
