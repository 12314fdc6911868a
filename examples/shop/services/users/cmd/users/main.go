// Command users registers the shop's users and knows who has logged in.
//
//	app                            serves REST and gRPC
//	app migrate up | down | status moves the schema
package main

import (
	"context"
	"errors"
	"log/slog"
	"os"

	"golang.org/x/crypto/bcrypt"

	"github.com/acme/shop/services/users/internal/accounts"
	"github.com/acme/shop/services/users/internal/handlers"
	usersv1 "github.com/acme/shop/services/users/internal/pb/users/v1"
	"github.com/acme/shop/services/users/internal/platform/auth"
	"github.com/acme/shop/services/users/internal/platform/config"
	"github.com/acme/shop/services/users/internal/platform/env"
	"github.com/acme/shop/services/users/internal/platform/health"
	"github.com/acme/shop/services/users/internal/platform/lifecycle"
	"github.com/acme/shop/services/users/internal/platform/logs"
	"github.com/acme/shop/services/users/internal/platform/postgres"
	"github.com/acme/shop/services/users/internal/platform/rpc"
	"github.com/acme/shop/services/users/internal/platform/telemetry"
	"github.com/acme/shop/services/users/internal/platform/web"
	"github.com/acme/shop/services/users/internal/repositories"
)

func main() { lifecycle.Main("users", run) }

func run(ctx context.Context, words []string) error {
	switch {
	case len(words) == 0:
		c, err := config.Load(env.FromProcess())
		if err != nil {
			return err
		}
		return serve(ctx, c)
	case words[0] == "migrate":
		c, err := config.LoadMigration(env.FromProcess())
		if err != nil {
			return err
		}
		log := logs.New(os.Stdout, c.LogLevel, c.LogFormat).With("service", c.Service, "version", c.Version)
		return postgres.Migrate(ctx, c.DatabaseURL, repositories.Migrations(), words[1:], log)
	default:
		return errors.New("usage: no words, or " + postgres.Usage)
	}
}

func serve(ctx context.Context, c config.Config) error {
	log := logs.New(os.Stdout, c.LogLevel, c.LogFormat).With("service", c.Service, "version", c.Version)
	// Libraries that have something to say say it in the same words.
	slog.SetDefault(log)
	group := lifecycle.New(log, lifecycle.DefaultTiming)
	registry := web.NewRegistry()

	stopTelemetry, err := telemetry.Start(ctx, log, c.Telemetry, c.TelemetryProtocol)
	if err != nil {
		return err
	}
	group.Close("telemetry", stopTelemetry)
	pool, err := postgres.Open(ctx, c.DatabaseURL, c.Service, registry)
	if err != nil {
		return err
	}
	group.Close("postgres", func(context.Context) error { pool.Close(); return nil })
	repositories.LogRedis(log)
	sessions, err := repositories.NewSessions(c.RedisURL)
	if err != nil {
		return err
	}
	group.Close("redis", func(context.Context) error { return sessions.Close() })

	ready := health.New(log)
	ready.Add("postgres", pool.Ping)
	ready.Add("redis", sessions.Ping)
	group.Work("readiness", ready.Run)
	group.Notice(ready.Drain)

	users, err := accounts.New(repositories.NewUsers(pool), sessions, bcrypt.DefaultCost)
	if err != nil {
		return err
	}
	verifier, err := auth.NewVerifier(ctx, c.Issuer, users)
	if err != nil {
		return err
	}
	public := web.NewServer(c.HTTPPort, web.Wrap(handlers.NewREST(log, users, verifier), web.Options{
		Log: log, Readiness: ready, Registry: registry, Timeout: web.RequestTimeout, PerSecond: c.RateLimit,
	}), log)
	group.Notice(public.Leave)
	group.Serve("http", public.Serve, public.Stop)

	internal := rpc.NewServer(c.GRPCPort, log, registry, ready, c.OpenToTools())
	usersv1.RegisterUsersServiceServer(internal, handlers.NewGRPC(users))
	group.Serve("grpc", internal.Serve, internal.Stop)

	group.Work("metrics", web.NewServer(c.MetricsPort, web.Metrics(registry), log).Until)
	return group.Run(ctx)
}
