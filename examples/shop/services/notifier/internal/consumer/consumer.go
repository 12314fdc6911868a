// Package consumer reads order-created events.
package consumer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"github.com/acme/shop/services/notifier/internal/models"
)

// Options of the client of Kafka. Offsets are committed by Run, after the events were handled.
func Options(group string) []kgo.Opt {
	return []kgo.Opt{
		kgo.ConsumerGroup(group),
		kgo.ConsumeTopics(models.Topic),
		// A group that is new starts with what the topic still has.
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		kgo.DisableAutoCommit(),
		kgo.BlockRebalanceOnPoll(),
		kgo.FetchMaxWait(500 * time.Millisecond),
	}
}

// Parking is where events go that can never be read.
type Parking interface {
	Park(ctx context.Context, record *kgo.Record, reason error) error
}

// Consumer hands events on.
type Consumer struct {
	log     *slog.Logger
	client  *kgo.Client
	handle  func(models.Entry)
	parking Parking
	events  *prometheus.CounterVec
}

// New hands events to a function that cannot fail, and poisoned ones to the parking.
func New(log *slog.Logger, client *kgo.Client, handle func(models.Entry), parking Parking, registry prometheus.Registerer) *Consumer {
	c := &Consumer{
		log: log, client: client, handle: handle, parking: parking,
		events: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "events_total", Help: "Events that were read, by what became of them.",
		}, []string{"outcome"}),
	}
	registry.MustRegister(c.events)
	// Both exist from the start, so that an alarm on the first parked event works.
	c.events.WithLabelValues("handled")
	c.events.WithLabelValues("parked")
	return c
}

const (
	atOnce  = 500
	pause   = time.Second
	leaving = 2 * time.Second
)

// Run reads until the context ends. The broker may go and come back.
func (c *Consumer) Run(ctx context.Context) error {
	// Leaving the group at once gives the partitions to the other instances without a wait.
	defer func() {
		after, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaving)
		defer cancel()
		if err := c.client.LeaveGroupContext(after); err != nil {
			c.log.Warn("leave group", "error", err.Error())
		}
	}()
	for ctx.Err() == nil {
		if err := c.round(ctx); err != nil && ctx.Err() == nil {
			c.log.Warn("events wait", "error", err.Error())
			select {
			case <-ctx.Done():
			case <-time.After(pause):
			}
		}
		c.client.AllowRebalance()
	}
	return nil
}

// round handles what one poll gives and commits it. Where an event could not be parked, none after it is committed: it comes
// again, with the broker.
func (c *Consumer) round(ctx context.Context) error {
	fetches := c.client.PollRecords(ctx, atOnce)
	var problems []error
	again := false
	fetches.EachError(func(topic string, partition int32, err error) {
		again = again || errors.Is(err, kerr.UnknownTopicID)
		if !errors.Is(err, context.Canceled) {
			problems = append(problems, fmt.Errorf("%s/%d: %w", topic, partition, err))
		}
	})
	if again {
		// The topic was deleted and made again, which the client takes for a mistake until it has forgotten the topic.
		c.client.PurgeTopicsFromConsuming(models.Topic)
		c.client.AddConsumeTopics(models.Topic)
	}
	var done []*kgo.Record
	fetches.EachPartition(func(partition kgo.FetchTopicPartition) {
		for _, record := range partition.Records {
			if err := c.one(ctx, record); err != nil {
				problems = append(problems, err)
				c.client.SetOffsets(map[string]map[int32]kgo.EpochOffset{
					record.Topic: {record.Partition: {Epoch: record.LeaderEpoch, Offset: record.Offset}},
				})
				return
			}
			done = append(done, record)
		}
	})
	if len(done) > 0 {
		// What was handled is committed even while the service stops.
		after, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaving)
		defer cancel()
		if err := c.client.CommitRecords(after, done...); err != nil {
			problems = append(problems, fmt.Errorf("commit: %w", err))
		}
	}
	return errors.Join(problems...)
}

func (c *Consumer) one(ctx context.Context, record *kgo.Record) error {
	carrier := propagation.MapCarrier{}
	for _, header := range record.Headers {
		carrier[header.Key] = string(header.Value)
	}
	ctx = otel.GetTextMapPropagator().Extract(ctx, carrier)
	ctx, span := otel.Tracer("consumer").Start(ctx, "process "+record.Topic, trace.WithSpanKind(trace.SpanKindConsumer),
		trace.WithAttributes(attribute.String("messaging.destination.name", record.Topic)))
	defer span.End()
	event, err := models.ParseEvent(record.Value)
	if err != nil {
		if failure := c.parking.Park(ctx, record, err); failure != nil {
			return fmt.Errorf("park %s: %w", Place(record), failure)
		}
		c.log.ErrorContext(ctx, "parked", "reason", err.Error(), "place", Place(record))
		c.events.WithLabelValues("parked").Inc()
		return nil
	}
	c.handle(event.Entry())
	c.events.WithLabelValues("handled").Inc()
	c.log.InfoContext(ctx, "event", "event", event.ID, "order", event.Order.ID)
	return nil
}

// Place of an event, by which it is found again.
func Place(record *kgo.Record) string {
	return record.Topic + "/" + strconv.Itoa(int(record.Partition)) + "/" + strconv.FormatInt(record.Offset, 10)
}
