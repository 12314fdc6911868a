// Package postgres opens the database of a service and moves its schema.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
)

// Open makes a pool. It connects when a query needs it: a service starts without its database, is not ready, and recovers
// by itself.
func Open(ctx context.Context, url, service string, registry prometheus.Registerer) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		// The parser's message may quote the URL, and with it the password.
		return nil, errors.New("DATABASE_URL must be a connection URL of PostgreSQL")
	}
	config.MaxConns = 10
	config.MaxConnLifetime = 30 * time.Minute
	config.MaxConnLifetimeJitter = 5 * time.Minute
	config.MaxConnIdleTime = 5 * time.Minute
	config.HealthCheckPeriod = 15 * time.Second
	config.ConnConfig.ConnectTimeout = 3 * time.Second
	parameters := config.ConnConfig.RuntimeParams
	parameters["application_name"] = service
	parameters["statement_timeout"] = "5000"
	parameters["lock_timeout"] = "3000"
	parameters["idle_in_transaction_session_timeout"] = "10000"
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	gauge := func(name, help string, read func(*pgxpool.Stat) int32) {
		registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help},
			func() float64 { return float64(read(pool.Stat())) }))
	}
	gauge("postgres_connections", "Open connections.", (*pgxpool.Stat).TotalConns)
	gauge("postgres_connections_in_use", "Connections that a query has now.", (*pgxpool.Stat).AcquiredConns)
	gauge("postgres_connections_limit", "The most connections that the pool opens.", (*pgxpool.Stat).MaxConns)
	return pool, nil
}

// IsUnique says whether an error is a broken constraint of uniqueness, of any name or of the given one.
func IsUnique(err error, constraint string) bool {
	var broken *pgconn.PgError
	return errors.As(err, &broken) && broken.Code == "23505" && (constraint == "" || broken.ConstraintName == constraint)
}

// IsDown says whether an error comes from a database that cannot be asked now, in contrast to one that refuses.
func IsDown(err error) bool {
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		// 08 connection, 53 resources, 57P operator intervention; 25006 is what a writer hears from a replica after a failover.
		switch {
		case refused.Code[:2] == "08", refused.Code[:2] == "53", refused.Code[:3] == "57P", refused.Code == "25006":
			return true
		}
		return false
	}
	var connect *pgconn.ConnectError
	var network *net.OpError
	return errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, io.ErrUnexpectedEOF) || pgconn.SafeToRetry(err)
}
