package consumer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/acme/shop/services/notifier/internal/models"
	"github.com/acme/shop/services/notifier/internal/platform/broker"
)

const parked = "order-created-parked"

var quiet = slog.New(slog.DiscardHandler)

func cluster(t *testing.T) []string {
	t.Helper()
	c, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(1, models.Topic, parked))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c.ListenAddrs()
}

func client(t *testing.T, addresses []string, more ...kgo.Opt) *kgo.Client {
	t.Helper()
	s := broker.Settings{Brokers: addresses, Protocol: "PLAINTEXT"}
	c, err := s.Connect(t.Context(), "notifier", quiet, more...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseAllowingRebalance)
	return c
}

func event() []byte {
	return fmt.Appendf(nil, `{"id":%q,"type":"order-created","version":1,"occurred_at":"2026-01-02T03:04:05Z",`+
		`"order":{"id":%q,"total_cents":1,"currency":"EUR","lines":[]}}`, uuid.NewString(), uuid.NewString())
}

func publish(t *testing.T, addresses []string, bodies ...[]byte) {
	t.Helper()
	producer := client(t, addresses)
	for _, body := range bodies {
		record := &kgo.Record{Topic: models.Topic, Key: []byte("k"), Value: body}
		if err := producer.ProduceSync(t.Context(), record).FirstErr(); err != nil {
			t.Fatal(err)
		}
	}
}

// seen counts entries of many goroutines.
type seen struct {
	mu    sync.Mutex
	count int
}

func (s *seen) tell(models.Entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count++
}

func (s *seen) now() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.count
}

func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !done(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

// run reads until the function that it returns is called.
func run(t *testing.T, addresses []string, s *seen, parking func(*kgo.Client) Parking) (*Consumer, func()) {
	t.Helper()
	c := client(t, addresses, Options("shop.notifier")...)
	consumer := New(quiet, c, s.tell, parking(c), prometheus.NewRegistry())
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- consumer.Run(ctx) }()
	return consumer, func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

func TestAPoisonedEventIsParkedAndTheNextIsRead(t *testing.T) {
	addresses := cluster(t)
	publish(t, addresses, event(), []byte("poison"), event())
	s := &seen{}
	consumer, stop := run(t, addresses, s, func(c *kgo.Client) Parking { return Topic{c, parked} })
	until(t, "both good events", func() bool { return s.now() == 2 })
	stop()
	if got := testutil.ToFloat64(consumer.events.WithLabelValues("parked")); got != 1 {
		t.Errorf("parked %v", got)
	}

	reader := client(t, addresses, kgo.ConsumeTopics(parked), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	records := reader.PollFetches(ctx).Records()
	if len(records) != 1 || string(records[0].Value) != "poison" {
		t.Fatalf("%d records are parked", len(records))
	}
	headers := map[string]string{}
	for _, header := range records[0].Headers {
		headers[header.Key] = string(header.Value)
	}
	if headers["parked-from"] != "order-created/0/1" || headers["parked-reason"] == "" {
		t.Errorf("headers %v", headers)
	}

	// The next instance goes on after what was committed, the poisoned event included.
	publish(t, addresses, event())
	again := &seen{}
	_, stop = run(t, addresses, again, func(*kgo.Client) Parking { return Log{} })
	until(t, "the new event", func() bool { return again.now() > 0 })
	stop()
	if got := again.now(); got != 1 {
		t.Errorf("read %d events again", got-1)
	}
}

// full is a parking that has no room at first.
type full struct {
	mu    sync.Mutex
	tries int
}

func (f *full) Park(context.Context, *kgo.Record, error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.tries++
	if f.tries < 2 {
		return errors.New("no broker")
	}
	return nil
}

func TestAnEventThatCannotBeParkedIsNotLost(t *testing.T) {
	addresses := cluster(t)
	publish(t, addresses, []byte("poison"), event())
	s, parking := &seen{}, &full{}
	consumer, stop := run(t, addresses, s, func(*kgo.Client) Parking { return parking })
	until(t, "the event after the poisoned one", func() bool { return s.now() == 1 })
	stop()
	if got := testutil.ToFloat64(consumer.events.WithLabelValues("parked")); got != 1 || parking.tries != 2 {
		t.Errorf("parked %v after %d tries", got, parking.tries)
	}
}

func TestATopicThatWasMadeAgainIsReadAgain(t *testing.T) {
	// A port that was free a moment ago: the second cluster needs the address of the first.
	first, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(1, models.Topic))
	if err != nil {
		t.Fatal(err)
	}
	addresses := first.ListenAddrs()
	_, text, err := net.SplitHostPort(addresses[0])
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	publish(t, addresses, event())
	s := &seen{}
	_, stop := run(t, addresses, s, func(*kgo.Client) Parking { return Log{} })
	until(t, "an event of the first topic", func() bool { return s.now() == 1 })
	first.Close()
	second, err := kfake.NewCluster(kfake.Ports(port), kfake.SeedTopics(1, models.Topic))
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	publish(t, addresses, event())
	until(t, "an event of the second topic", func() bool { return s.now() == 2 })
	stop()
}

func TestAParkingThatHasNoRoomGivesUpInTime(t *testing.T) {
	brokers, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(1, parked))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(brokers.Close)
	brokers.ControlKey(int16(kmsg.Produce), func(request kmsg.Request) (kmsg.Response, error, bool) {
		brokers.KeepControl()
		produce, ok := request.(*kmsg.ProduceRequest)
		if !ok {
			return nil, nil, false
		}
		answer, ok := produce.ResponseKind().(*kmsg.ProduceResponse)
		if !ok {
			return nil, nil, false
		}
		for _, topic := range produce.Topics {
			part := kmsg.NewProduceResponseTopic()
			part.Topic, part.TopicID = topic.Topic, topic.TopicID
			for _, partition := range topic.Partitions {
				refused := kmsg.NewProduceResponseTopicPartition()
				refused.Partition, refused.ErrorCode = partition.Partition, kerr.NotEnoughReplicas.Code
				part.Partitions = append(part.Partitions, refused)
			}
			answer.Topics = append(answer.Topics, part)
		}
		return answer, nil, true
	})
	parking := Topic{client(t, brokers.ListenAddrs()), parked}
	began := time.Now()
	err = parking.Park(t.Context(), &kgo.Record{Topic: models.Topic, Value: []byte("poison")}, errors.New("no JSON"))
	if took := time.Since(began); err == nil || took > patience+2*time.Second {
		t.Errorf("%v after %s", err, took)
	}
}
