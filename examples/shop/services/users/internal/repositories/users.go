// Package repositories keeps users in PostgreSQL and sessions in Redis.
package repositories

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/acme/shop/services/users/internal/models"
	"github.com/acme/shop/services/users/internal/platform/postgres"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations of the schema.
func Migrations() fs.FS {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // the folder is part of the binary
	}
	return files
}

// Users in PostgreSQL.
type Users struct{ pool *pgxpool.Pool }

// NewUsers keeps users in a database.
func NewUsers(pool *pgxpool.Pool) *Users { return &Users{pool} }

const columns = "id, email, name, roles, password_hash, created_at"

// Add adds a user, or fails with models.ErrEmailTaken.
func (u *Users) Add(ctx context.Context, user models.User) error {
	_, err := u.pool.Exec(ctx, "INSERT INTO users ("+columns+") VALUES ($1, $2, $3, $4, $5, $6)",
		user.ID, user.Email, user.Name, user.Roles, user.PasswordHash, user.CreatedAt)
	if postgres.IsUnique(err, "users_email") {
		return models.ErrEmailTaken
	}
	return wrap("add user", err)
}

// ByID is one user, or models.ErrNotFound.
func (u *Users) ByID(ctx context.Context, id uuid.UUID) (models.User, error) {
	return u.one(ctx, "SELECT "+columns+" FROM users WHERE id = $1", id)
}

// ByEmail is one user, or models.ErrNotFound.
func (u *Users) ByEmail(ctx context.Context, email string) (models.User, error) {
	return u.one(ctx, "SELECT "+columns+" FROM users WHERE lower(email) = lower($1)", email)
}

// List is a page in order of ids.
func (u *Users) List(ctx context.Context, query models.PageQuery) ([]models.User, error) {
	rows, err := u.pool.Query(ctx, "SELECT "+columns+" FROM users WHERE id > $1 ORDER BY id LIMIT $2", query.After, query.Limit)
	if err != nil {
		return nil, wrap("list users", err)
	}
	users, err := pgx.CollectRows(rows, scan)
	return users, wrap("list users", err)
}

func (u *Users) one(ctx context.Context, query string, argument any) (models.User, error) {
	rows, err := u.pool.Query(ctx, query, argument)
	if err != nil {
		return models.User{}, wrap("find user", err)
	}
	user, err := pgx.CollectExactlyOneRow(rows, scan)
	if errors.Is(err, pgx.ErrNoRows) {
		return models.User{}, models.ErrNotFound
	}
	return user, wrap("find user", err)
}

func scan(row pgx.CollectableRow) (models.User, error) {
	var user models.User
	err := row.Scan(&user.ID, &user.Email, &user.Name, &user.Roles, &user.PasswordHash, &user.CreatedAt)
	return user, err
}

func wrap(what string, err error) error {
	switch {
	case err == nil:
		return nil
	case postgres.IsDown(err):
		return fmt.Errorf("%s: %w: %w", what, models.ErrUnavailable, err)
	default:
		return fmt.Errorf("%s: %w", what, err)
	}
}
