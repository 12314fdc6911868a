// Command payments takes money, once per key.
//
//	app                            serves gRPC
//	app migrate up | down | status moves the schema
package main

import (
	"context"
	"errors"
	"log/slog"
	"os"

	"github.com/acme/shop/services/payments/internal/charging"
	"github.com/acme/shop/services/payments/internal/handlers"
	paymentsv1 "github.com/acme/shop/services/payments/internal/pb/payments/v1"
	"github.com/acme/shop/services/payments/internal/platform/config"
	"github.com/acme/shop/services/payments/internal/platform/env"
	"github.com/acme/shop/services/payments/internal/platform/health"
	"github.com/acme/shop/services/payments/internal/platform/lifecycle"
	"github.com/acme/shop/services/payments/internal/platform/logs"
	"github.com/acme/shop/services/payments/internal/platform/postgres"
	"github.com/acme/shop/services/payments/internal/platform/rpc"
	"github.com/acme/shop/services/payments/internal/platform/telemetry"
	"github.com/acme/shop/services/payments/internal/platform/web"
	"github.com/acme/shop/services/payments/internal/repositories"
)

func main() { lifecycle.Main("payments", run) }

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

	ready := health.New(log)
	ready.Add("postgres", pool.Ping)
	group.Work("readiness", ready.Run)
	group.Notice(ready.Drain)

	server := rpc.NewServer(c.GRPCPort, log, registry, ready, c.OpenToTools())
	charging := charging.New(log, repositories.NewPayments(pool), charging.NewSandbox(c.ProviderKey))
	paymentsv1.RegisterPaymentsServiceServer(server, handlers.NewGRPC(charging))
	group.Serve("grpc", server.Serve, server.Stop)

	group.Work("metrics", web.NewServer(c.MetricsPort, web.Metrics(registry), log).Until)
	return group.Run(ctx)
}
