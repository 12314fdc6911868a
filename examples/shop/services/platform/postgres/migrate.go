package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// Usage is what Migrate understands.
const Usage = "migrate up | down | status"

// patience is how long a migration waits for a database that is just starting.
const patience = 30 * time.Second

// ErrUsage is for words that Migrate does not know.
var ErrUsage = errors.New("usage: " + Usage)

// Migrate moves the schema to the newest version ("up"), one version back ("down"), or prints where it is ("status").
// Several may run at the same time: an advisory lock lets one work.
func Migrate(ctx context.Context, url string, files fs.FS, words []string, log *slog.Logger) error {
	if len(words) != 1 {
		return ErrUsage
	}
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return errors.New("DATABASE_URL must be a connection URL of PostgreSQL")
	}
	config.ConnectTimeout = 3 * time.Second
	config.RuntimeParams["application_name"] = "migrate"
	config.RuntimeParams["lock_timeout"] = "10000"
	db := stdlib.OpenDB(*config)
	defer func() { _ = db.Close() }()
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db, files, goose.WithSessionLocker(locker))
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if err := wait(ctx, db, log); err != nil {
		return err
	}
	var done []*goose.MigrationResult
	switch words[0] {
	case "up":
		done, err = provider.Up(ctx)
	case "down":
		var result *goose.MigrationResult
		result, err = provider.Down(ctx)
		if errors.Is(err, goose.ErrNoNextVersion) {
			err = nil
		} else if result != nil {
			done = []*goose.MigrationResult{result}
		}
	case "status":
		return status(ctx, provider, log)
	default:
		return ErrUsage
	}
	for _, result := range done {
		log.Info("migrated", "file", result.Source.Path, "direction", result.Direction, "took", result.Duration.String())
	}
	if err != nil {
		return fmt.Errorf("migrate %s: %w", words[0], err)
	}
	version, err := provider.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("migrate %s: %w", words[0], err)
	}
	log.Info("schema", "version", version)
	return nil
}

func status(ctx context.Context, provider *goose.Provider, log *slog.Logger) error {
	list, err := provider.Status(ctx)
	if err != nil {
		return fmt.Errorf("migrate status: %w", err)
	}
	for _, migration := range list {
		log.Info("migration", "file", migration.Source.Path, "state", string(migration.State))
	}
	return nil
}

// wait tries until the database answers. A password that is refused will not become right by waiting.
func wait(ctx context.Context, db *sql.DB, log *slog.Logger) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		err := db.PingContext(ctx)
		if err == nil {
			return nil
		}
		if !IsDown(err) {
			return fmt.Errorf("database: %w", err)
		}
		log.Warn("waiting for the database", "error", err.Error())
		select {
		case <-ctx.Done():
			return fmt.Errorf("database did not answer within %s: %w", patience, err)
		case <-time.After(time.Second):
		}
	}
}
