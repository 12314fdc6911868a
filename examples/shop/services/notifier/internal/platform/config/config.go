// Package config is every variable that the service reads. docs/reference/contract.md says where each comes from.
package config

import (
	"regexp"

	"github.com/acme/shop/services/notifier/internal/platform/broker"
	"github.com/acme/shop/services/notifier/internal/platform/env"
)

// Config of the service.
type Config struct {
	env.Base
	WSPort      int
	MetricsPort int
	Kafka       broker.Settings
	// Group is what the instances of the service share the partitions by.
	Group string
	// ParkingTopic gets the events that cannot be read. Without one their places are kept in the log alone; the events
	// themselves stay in the topic as long as it keeps them.
	ParkingTopic string
	// RateLimit is how many requests one client may do per second.
	RateLimit int
}

// topic is what Kafka takes for a name.
var topic = regexp.MustCompile(`^[a-zA-Z0-9._-]{1,249}$`)

// Load reads what the server needs.
func Load(r *env.Reader) (Config, error) {
	c := Config{
		Base:         r.Base(),
		WSPort:       r.Port("WS_PORT"),
		MetricsPort:  r.Port("METRICS_PORT"),
		Kafka:        broker.Read(r),
		Group:        r.String("KAFKA_GROUP_ID"),
		ParkingTopic: r.Optional("PARKING_TOPIC"),
		RateLimit:    r.Int("RATE_LIMIT", 500, 1, 1_000_000),
	}
	r.Check("PARKING_TOPIC", c.ParkingTopic == "" || topic.MatchString(c.ParkingTopic), "a name of a topic")
	return c, r.Err()
}
