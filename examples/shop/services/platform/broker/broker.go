// Package broker connects to Kafka as the contract says.
package broker

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl/aws"
	"github.com/twmb/franz-go/pkg/sasl/scram"

	"github.com/acme/shop/services/platform/env"
)

// Settings of a connection to Kafka.
type Settings struct {
	Brokers   []string
	Protocol  string
	Mechanism string
	Username  string
	Password  string
}

// Read reads where the brokers are and how they know a client.
func Read(r *env.Reader) Settings {
	s := Settings{
		Brokers:  r.Addresses("KAFKA_BROKERS"),
		Protocol: r.OneOf("KAFKA_SECURITY_PROTOCOL", "PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"),
	}
	if s.Protocol != "SASL_PLAINTEXT" && s.Protocol != "SASL_SSL" {
		return s
	}
	s.Mechanism = r.OneOf("KAFKA_SASL_MECHANISM", "SCRAM-SHA-256", "SCRAM-SHA-512", "AWS_MSK_IAM")
	if s.Mechanism != "AWS_MSK_IAM" {
		s.Username = r.String("KAFKA_USERNAME")
		s.Password = r.String("KAFKA_PASSWORD")
	}
	return s
}

// Connect makes a client. It connects when it is used: a service starts without its brokers, is not ready, and recovers by
// itself.
func (s Settings) Connect(ctx context.Context, service string, log *slog.Logger, more ...kgo.Opt) (*kgo.Client, error) {
	options := []kgo.Opt{
		kgo.SeedBrokers(s.Brokers...),
		kgo.ClientID(service),
		kgo.DialTimeout(3 * time.Second),
		kgo.RequestTimeoutOverhead(5 * time.Second),
		// A request that could not be sent fails in the end, so that readiness and stopping do not wait for ever.
		kgo.RetryTimeout(10 * time.Second),
		// A broker that hangs must not hold a record beyond its context, nor the end of the process. A record that is sent
		// again may then arrive twice, which readers of events must expect anyway.
		kgo.AllowIdempotentProduceCancellation(),
		// A record that fails waits for the next look at the cluster before its context is asked: 5s by default.
		kgo.MetadataMinAge(500 * time.Millisecond),
		kgo.WithLogger(quiet{log}),
	}
	if s.Protocol == "SSL" || s.Protocol == "SASL_SSL" {
		options = append(options, kgo.DialTLSConfig(&tls.Config{MinVersion: tls.VersionTLS12}))
	}
	switch s.Mechanism {
	case "SCRAM-SHA-256":
		options = append(options, kgo.SASL(scram.Auth{User: s.Username, Pass: s.Password}.AsSha256Mechanism()))
	case "SCRAM-SHA-512":
		options = append(options, kgo.SASL(scram.Auth{User: s.Username, Pass: s.Password}.AsSha512Mechanism()))
	case "AWS_MSK_IAM":
		identity, err := config.LoadDefaultConfig(ctx)
		if err != nil {
			return nil, fmt.Errorf("kafka: %w", err)
		}
		options = append(options, kgo.SASL(aws.ManagedStreamingIAM(func(ctx context.Context) (aws.Auth, error) {
			keys, err := identity.Credentials.Retrieve(ctx)
			if err != nil {
				return aws.Auth{}, fmt.Errorf("kafka: credentials of AWS: %w", err)
			}
			return aws.Auth{AccessKey: keys.AccessKeyID, SecretKey: keys.SecretAccessKey, SessionToken: keys.SessionToken}, nil
		})))
	}
	client, err := kgo.NewClient(append(options, more...)...)
	if err != nil {
		return nil, fmt.Errorf("kafka: %w", err)
	}
	return client, nil
}

// Check says whether a broker answers, for the readiness of a service.
func Check(client *kgo.Client) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := client.Ping(ctx); err != nil {
			if ctx.Err() != nil {
				return errors.New("no broker answers")
			}
			return err
		}
		return nil
	}
}

// quiet passes what the client warns of, and not what it does.
type quiet struct{ log *slog.Logger }

func (quiet) Level() kgo.LogLevel { return kgo.LogLevelWarn }

func (q quiet) Log(level kgo.LogLevel, message string, pairs ...any) {
	if level == kgo.LogLevelError {
		q.log.Error("kafka: "+message, pairs...)
		return
	}
	q.log.Warn("kafka: "+message, pairs...)
}
