package outbox

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/acme/shop/services/orders/internal/models"
	"github.com/acme/shop/services/orders/internal/platform/broker"
	"github.com/acme/shop/services/orders/internal/repositories"
)

// waiting is a source in memory that keeps what was not sent.
type waiting struct{ messages []repositories.Message }

func (w *waiting) Publish(ctx context.Context, _ int, send func(context.Context, []repositories.Message) ([]int64, error)) (int, error) {
	if len(w.messages) == 0 {
		return 0, nil
	}
	sent, err := send(ctx, w.messages)
	for _, id := range sent {
		for i, message := range w.messages {
			if message.ID == id {
				w.messages = append(w.messages[:i], w.messages[i+1:]...)
				break
			}
		}
	}
	return len(sent), err
}

func (w *waiting) Waiting(context.Context) (int64, error) { return int64(len(w.messages)), nil }

func message(id int64) repositories.Message {
	return repositories.Message{
		ID: id, Topic: models.Topic, Key: "order-1", Body: []byte(`{}`),
		Traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
	}
}

func client(t *testing.T, addresses []string, more ...kgo.Opt) *kgo.Client {
	t.Helper()
	s := broker.Settings{Brokers: addresses, Protocol: "PLAINTEXT"}
	c, err := s.Connect(t.Context(), "orders", slog.New(slog.DiscardHandler), more...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func TestWhatWaitsIsPublishedOnceWithItsTrace(t *testing.T) {
	cluster, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(3, models.Topic))
	if err != nil {
		t.Fatal(err)
	}
	defer cluster.Close()
	source := &waiting{[]repositories.Message{message(1), message(2)}}
	relay := New(slog.New(slog.DiscardHandler), source, client(t, cluster.ListenAddrs()), prometheus.NewRegistry())
	for round, want := range []int{2, 0} {
		if count, err := relay.Once(t.Context()); err != nil || count != want {
			t.Errorf("round %d: %d, %v", round, count, err)
		}
	}
	reader := client(t, cluster.ListenAddrs(), kgo.ConsumeTopics(models.Topic), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	seen := 0
	for seen < 2 {
		fetches := reader.PollFetches(ctx)
		if err := fetches.Err0(); err != nil {
			t.Fatal(err)
		}
		fetches.EachRecord(func(record *kgo.Record) {
			seen++
			headers := map[string]string{}
			for _, header := range record.Headers {
				headers[header.Key] = string(header.Value)
			}
			if string(record.Key) != "order-1" || headers["traceparent"] != message(1).Traceparent {
				t.Errorf("record %s, %v", record.Key, headers)
			}
		})
	}
	if got := testutil.ToFloat64(relay.published); got != 2 {
		t.Errorf("counted %v", got)
	}
}

func TestABrokerThatHangsHoldsNothingUp(t *testing.T) {
	cluster, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(1, models.Topic))
	if err != nil {
		t.Fatal(err)
	}
	defer cluster.Close()
	cluster.ControlKey(int16(kmsg.Produce), func(kmsg.Request) (kmsg.Response, error, bool) {
		cluster.SleepControl(func() { time.Sleep(4 * time.Second) })
		return nil, nil, false
	})
	source := &waiting{[]repositories.Message{message(1)}}
	relay := New(slog.New(slog.DiscardHandler), source, client(t, cluster.ListenAddrs()), prometheus.NewRegistry())
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	began := time.Now()
	if count, err := relay.Once(ctx); err == nil || count != 0 {
		t.Errorf("%d, %v", count, err)
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("it took %s", took)
	}
}

func TestEventsWaitForABrokerThatIsAway(t *testing.T) {
	source := &waiting{[]repositories.Message{message(1)}}
	relay := New(slog.New(slog.DiscardHandler), source, client(t, []string{"127.0.0.1:1"}), prometheus.NewRegistry())
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	if count, err := relay.Once(ctx); err == nil || count != 0 {
		t.Errorf("%d, %v", count, err)
	}
	if len(source.messages) != 1 || testutil.ToFloat64(relay.waiting) != 1 {
		t.Errorf("%d wait", len(source.messages))
	}
}
