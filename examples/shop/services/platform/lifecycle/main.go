package lifecycle

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// Main runs a program until it ends or the first SIGTERM or SIGINT; a second one kills it. A failure is one line.
func Main(program string, run func(ctx context.Context, words []string) error) {
	ctx, restore := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	context.AfterFunc(ctx, restore)
	err := run(ctx, os.Args[1:])
	restore()
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %s\n", program, err)
		os.Exit(1)
	}
}
