// Command greeter greets, and remembers whom.
//
//	app             serves
//	app migrate up  moves the schema
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/acme/hello/services/greeter/internal/handlers"
	"github.com/acme/hello/services/greeter/internal/platform"
	"github.com/acme/hello/services/greeter/internal/repositories"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "greeter:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, words []string) error {
	migrates := slices.Equal(words, []string{"migrate", "up"})
	if len(words) > 0 && !migrates {
		return errors.New("usage: no words, or migrate up")
	}
	config, err := platform.Load(os.LookupEnv, !migrates)
	if err != nil {
		return err
	}
	if migrates {
		return repositories.Migrate(ctx, config.DatabaseURL)
	}
	greetings, err := repositories.Open(ctx, config.DatabaseURL)
	if err != nil {
		return err
	}
	defer greetings.Close()
	log := platform.NewLog(os.Stdout, config)
	return platform.Serve(ctx, config, handlers.New(log, greetings), greetings.Ping, log)
}
