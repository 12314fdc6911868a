// Command notifier reads order-created and tells everybody who listens to its feed.
package main

import (
	"context"
	"errors"
	"log/slog"
	"os"

	"github.com/acme/shop/services/notifier/internal/consumer"
	"github.com/acme/shop/services/notifier/internal/feed"
	"github.com/acme/shop/services/notifier/internal/handlers"
	"github.com/acme/shop/services/notifier/internal/platform/broker"
	"github.com/acme/shop/services/notifier/internal/platform/config"
	"github.com/acme/shop/services/notifier/internal/platform/env"
	"github.com/acme/shop/services/notifier/internal/platform/health"
	"github.com/acme/shop/services/notifier/internal/platform/lifecycle"
	"github.com/acme/shop/services/notifier/internal/platform/logs"
	"github.com/acme/shop/services/notifier/internal/platform/telemetry"
	"github.com/acme/shop/services/notifier/internal/platform/web"
)

func main() { lifecycle.Main("notifier", run) }

func run(ctx context.Context, words []string) error {
	if len(words) > 0 {
		return errors.New("usage: no words")
	}
	c, err := config.Load(env.FromProcess())
	if err != nil {
		return err
	}
	return serve(ctx, c)
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
	kafka, err := c.Kafka.Connect(ctx, c.Service, log, consumer.Options(c.Group)...)
	if err != nil {
		return err
	}
	group.Close("kafka", func(context.Context) error { kafka.CloseAllowingRebalance(); return nil })

	ready := health.New(log)
	ready.Add("kafka", broker.Check(kafka))
	group.Work("readiness", ready.Run)
	group.Notice(ready.Drain)

	listeners := feed.New(registry)
	var parking consumer.Parking = consumer.Log{}
	if c.ParkingTopic != "" {
		parking = consumer.Topic{Client: kafka, Name: c.ParkingTopic}
	}
	group.Work("consumer", consumer.New(log, kafka, listeners.Tell, parking, registry).Run)

	public := web.NewServer(c.WSPort, web.Wrap(handlers.NewFeed(log, listeners), web.Options{
		Log: log, Readiness: ready, Registry: registry, PerSecond: c.RateLimit,
	}), log)
	group.Notice(public.Leave)
	group.Serve("ws", public.Serve, public.Stop)
	// A server does not know its WebSockets: they are told to connect elsewhere.
	group.Serve("feed", func() error { return nil }, listeners.Close)

	group.Work("metrics", web.NewServer(c.MetricsPort, web.Metrics(registry), log).Until)
	return group.Run(ctx)
}
