// Package outbox publishes the events that the database holds.
package outbox

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/acme/shop/services/orders/internal/repositories"
)

const (
	// every is how long an event waits at most while all is well.
	every = 250 * time.Millisecond
	// slowest is the pause while nothing can be sent.
	slowest = 10 * time.Second
	atOnce  = 100
	// patience with the broker; a transaction is open meanwhile, and the database ends it after 10s.
	patience = 5 * time.Second
)

// Source is where events wait.
type Source interface {
	Publish(ctx context.Context, limit int, send func(context.Context, []repositories.Message) ([]int64, error)) (int, error)
	Waiting(ctx context.Context) (int64, error)
}

// Relay publishes what waits.
type Relay struct {
	log       *slog.Logger
	source    Source
	client    *kgo.Client
	published prometheus.Counter
	waiting   prometheus.Gauge
}

// New sends by a client of Kafka.
func New(log *slog.Logger, source Source, client *kgo.Client, registry prometheus.Registerer) *Relay {
	r := &Relay{
		log: log, source: source, client: client,
		published: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "outbox_published_total", Help: "Events that were published.",
		}),
		waiting: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "outbox_waiting", Help: "Events that are not published yet.",
		}),
	}
	registry.MustRegister(r.published, r.waiting)
	return r
}

// Run publishes until the context ends. While the broker or the database is away it asks less and less often, and goes on
// by itself.
func (r *Relay) Run(ctx context.Context) error {
	pause := every
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause):
		}
		count, err := r.Once(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			// Where some were sent, the others must not wait long for theirs.
			pause = min(2*max(pause, every), slowest)
			if count > 0 {
				pause = every
			}
			r.log.Warn("events wait", "error", err.Error(), "next", pause.String())
		case count == atOnce:
			pause = 0
		default:
			pause = every
		}
	}
}

// Once publishes what waits now, up to a limit.
func (r *Relay) Once(ctx context.Context) (int, error) {
	count, err := r.source.Publish(ctx, atOnce, r.send)
	r.published.Add(float64(count))
	if waiting, err := r.source.Waiting(ctx); err == nil {
		r.waiting.Set(float64(waiting))
	}
	return count, err
}

// send answers with what every replica that must have it has.
func (r *Relay) send(ctx context.Context, messages []repositories.Message) ([]int64, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	records := make([]*kgo.Record, len(messages))
	ids := make(map[*kgo.Record]int64, len(messages))
	for i, message := range messages {
		record := &kgo.Record{
			Topic: message.Topic, Key: []byte(message.Key), Value: message.Body,
			Headers: []kgo.RecordHeader{{Key: "content-type", Value: []byte("application/json")}},
		}
		if message.Traceparent != "" {
			record.Headers = append(record.Headers, kgo.RecordHeader{Key: "traceparent", Value: []byte(message.Traceparent)})
		}
		records[i] = record
		ids[record] = message.ID
	}
	var sent []int64
	var failures []error
	for _, result := range r.client.ProduceSync(ctx, records...) {
		if result.Err == nil {
			sent = append(sent, ids[result.Record])
			continue
		}
		failures = append(failures, result.Err)
		if errors.Is(result.Err, kerr.UnknownTopicID) {
			// The topic was deleted and made again, which the client takes for a mistake until it has forgotten the topic.
			r.client.PurgeTopicsFromProducing(result.Record.Topic)
		}
	}
	if len(failures) > 0 {
		// One broker fails every record in the same way.
		return sent, failures[0]
	}
	return sent, nil
}
