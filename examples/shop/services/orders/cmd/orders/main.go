// Command orders takes the shop's orders.
//
//	app                            serves REST and publishes order-created
//	app migrate up | down | status moves the schema
//	app reconcile                  repairs and tidies, once
package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/acme/shop/services/orders/internal/handlers"
	"github.com/acme/shop/services/orders/internal/ordering"
	"github.com/acme/shop/services/orders/internal/outbox"
	"github.com/acme/shop/services/orders/internal/peers"
	"github.com/acme/shop/services/orders/internal/platform/auth"
	"github.com/acme/shop/services/orders/internal/platform/broker"
	"github.com/acme/shop/services/orders/internal/platform/config"
	"github.com/acme/shop/services/orders/internal/platform/env"
	"github.com/acme/shop/services/orders/internal/platform/health"
	"github.com/acme/shop/services/orders/internal/platform/lifecycle"
	"github.com/acme/shop/services/orders/internal/platform/logs"
	"github.com/acme/shop/services/orders/internal/platform/postgres"
	"github.com/acme/shop/services/orders/internal/platform/rpc"
	"github.com/acme/shop/services/orders/internal/platform/telemetry"
	"github.com/acme/shop/services/orders/internal/platform/web"
	"github.com/acme/shop/services/orders/internal/repositories"
)

func main() { lifecycle.Main("orders", run) }

func run(ctx context.Context, words []string) error {
	switch {
	case len(words) == 0:
		c, err := config.Load(env.FromProcess())
		if err != nil {
			return err
		}
		return serve(ctx, c, logger(c))
	case words[0] == "migrate":
		c, err := config.LoadJob(env.FromProcess())
		if err != nil {
			return err
		}
		return postgres.Migrate(ctx, c.DatabaseURL, repositories.Migrations(), words[1:], logger(c))
	case len(words) == 1 && words[0] == "reconcile":
		c, err := config.LoadJob(env.FromProcess())
		if err != nil {
			return err
		}
		return reconcile(ctx, c, logger(c))
	default:
		return errors.New("usage: no words, reconcile, or " + postgres.Usage)
	}
}

func logger(c config.Config) *slog.Logger {
	return logs.New(os.Stdout, c.LogLevel, c.LogFormat).With("service", c.Service, "version", c.Version)
}

func reconcile(ctx context.Context, c config.Config, log *slog.Logger) error {
	pool, err := postgres.Open(ctx, c.DatabaseURL, c.Service, prometheus.NewRegistry())
	if err != nil {
		return err
	}
	defer pool.Close()
	report, err := repositories.NewOutbox(pool).Reconcile(ctx, time.Now())
	if err != nil {
		return err
	}
	level := slog.LevelInfo
	if report.Stuck > 0 || report.Unpublished > 0 {
		level = slog.LevelWarn
	}
	log.Log(ctx, level, "reconciled", "repaired", report.Repaired, "forgotten", report.Forgotten,
		"stuck", report.Stuck, "unpublished", report.Unpublished)
	return nil
}

func serve(ctx context.Context, c config.Config, log *slog.Logger) error {
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
	kafka, err := c.Kafka.Connect(ctx, c.Service, log)
	if err != nil {
		return err
	}
	group.Close("kafka", func(context.Context) error { kafka.Close(); return nil })

	users, err := rpc.Dial("users", c.UsersAddr, log, registry)
	if err != nil {
		return err
	}
	group.Close("users", func(context.Context) error { return users.Close() })
	payments, err := rpc.Dial("payments", c.PaymentsAddr, log, registry)
	if err != nil {
		return err
	}
	group.Close("payments", func(context.Context) error { return payments.Close() })

	// Peers are no part of readiness: one service that is away would take all that call it with it.
	ready := health.New(log)
	ready.Add("postgres", pool.Ping)
	ready.Add("kafka", broker.Check(kafka))
	group.Work("readiness", ready.Run)
	group.Notice(ready.Drain)

	orders := ordering.New(log, repositories.NewOrders(pool), peers.NewPayments(payments), ordering.Pricings[c.Pricing])
	group.Work("sweep", orders.Sweep)
	group.Work("outbox", outbox.New(log, repositories.NewOutbox(pool), kafka, registry).Run)

	verifier, err := auth.NewVerifier(ctx, c.Issuer, peers.NewUsers(users))
	if err != nil {
		return err
	}
	public := web.NewServer(c.HTTPPort, web.Wrap(handlers.NewREST(log, orders, verifier), web.Options{
		Log: log, Readiness: ready, Registry: registry, Timeout: web.RequestTimeout, PerSecond: c.RateLimit,
	}), log)
	group.Notice(public.Leave)
	group.Serve("http", public.Serve, public.Stop)

	group.Work("metrics", web.NewServer(c.MetricsPort, web.Metrics(registry), log).Until)
	return group.Run(ctx)
}
