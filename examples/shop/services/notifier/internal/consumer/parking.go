package consumer

import (
	"context"

	"github.com/twmb/franz-go/pkg/kgo"
)

// Topic parks events in a topic of their own, as they came, with the reason beside them.
type Topic struct {
	Client *kgo.Client
	Name   string
}

// Park publishes the event and waits for the brokers.
func (t Topic) Park(ctx context.Context, record *kgo.Record, reason error) error {
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
