// Command events writes and reads a topic, for tests.
//
//	events <broker> write <topic> <value>  writes one event, whatever is in it
//	events <broker> read <topic>           waits for the first event, and prints its headers and its value as JSON
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3], os.Args[4:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(broker, do, topic string, more []string) error {
	client, err := kgo.NewClient(kgo.SeedBrokers(broker), kgo.ConsumeTopics(topic))
	if err != nil {
		return err
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if do == "write" {
		return client.ProduceSync(ctx, &kgo.Record{Topic: topic, Value: []byte(more[0])}).FirstErr()
	}
	fetches := client.PollRecords(ctx, 1)
	if err := fetches.Err(); err != nil {
		return err
	}
	record := fetches.Records()[0]
	event := map[string]string{"value": string(record.Value)}
	for _, header := range record.Headers {
		event[header.Key] = string(header.Value)
	}
	return json.NewEncoder(os.Stdout).Encode(event)
}
