package consumer

import (
	"context"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// Topic parks events in a topic of their own, as they came, with the reason beside them.
type Topic struct {
	Client *kgo.Client
	Name   string
}

// patience with the brokers: what cannot be parked now comes again, and other partitions must not wait for it.
const patience = 3 * time.Second

// Park publishes the event and waits for the brokers, for a while.
func (t Topic) Park(ctx context.Context, record *kgo.Record, reason error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	headers := append([]kgo.RecordHeader(nil), record.Headers...)
	headers = append(headers,
		kgo.RecordHeader{Key: "parked-reason", Value: []byte(reason.Error())},
		kgo.RecordHeader{Key: "parked-from", Value: []byte(Place(record))})
	return t.Client.ProduceSync(ctx, &kgo.Record{
		Topic: t.Name, Key: record.Key, Value: record.Value, Headers: headers,
	}).FirstErr()
}

// Log parks by the line that the consumer wrote: it names the place, where the event stays as long as its topic keeps it.
type Log struct{}

// Park has nothing left to do.
func (Log) Park(context.Context, *kgo.Record, error) error { return nil }
