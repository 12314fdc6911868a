package broker

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/acme/shop/services/platform/env"
)

func TestCredentialsAreAskedForWhereTheBrokerWantsThem(t *testing.T) {
	for name, c := range map[string]struct {
		variables map[string]string
		want      string
	}{
		"plain text":          {map[string]string{"KAFKA_BROKERS": "a:1", "KAFKA_SECURITY_PROTOCOL": "PLAINTEXT"}, ""},
		"nothing":             {nil, "KAFKA_BROKERS is not set; KAFKA_SECURITY_PROTOCOL is not set"},
		"identity of AWS":     {map[string]string{"KAFKA_BROKERS": "a:1", "KAFKA_SECURITY_PROTOCOL": "SASL_SSL", "KAFKA_SASL_MECHANISM": "AWS_MSK_IAM"}, ""},
		"SCRAM without a key": {map[string]string{"KAFKA_BROKERS": "a:1", "KAFKA_SECURITY_PROTOCOL": "SASL_SSL", "KAFKA_SASL_MECHANISM": "SCRAM-SHA-512"}, "KAFKA_USERNAME is not set; KAFKA_PASSWORD is not set"},
	} {
		r := env.FromMap(c.variables)
		Read(r)
		got := ""
		if err := r.Err(); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestABrokerThatIsAwayIsSeenAndSeenAgain(t *testing.T) {
	cluster, err := kfake.NewCluster(kfake.NumBrokers(1))
	if err != nil {
		t.Fatal(err)
	}
	s := Settings{Brokers: cluster.ListenAddrs(), Protocol: "PLAINTEXT"}
	client, err := s.Connect(t.Context(), "test", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	check := func() error {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		return Check(client)(ctx)
	}
	if err := check(); err != nil {
		t.Errorf("with a broker: %v", err)
	}
	cluster.Close()
	if err := check(); err == nil {
		t.Error("ready without a broker")
	}
}

func TestABrokerKnowsAClientByItsPassword(t *testing.T) {
	for _, mechanism := range []string{"SCRAM-SHA-256", "SCRAM-SHA-512"} {
		cluster, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.EnableSASL(), kfake.Superuser(mechanism, "orders", "right"))
		if err != nil {
			t.Fatal(err)
		}
		defer cluster.Close()
		for password, known := range map[string]bool{"right": true, "wrong": false} {
			s := Settings{
				Brokers: cluster.ListenAddrs(), Protocol: "SASL_PLAINTEXT", Mechanism: mechanism, Username: "orders", Password: password,
			}
			client, err := s.Connect(t.Context(), "orders", slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
			if err := Check(client)(ctx); (err == nil) != known {
				t.Errorf("%s, %s password: %v", mechanism, password, err)
			}
			cancel()
			client.Close()
		}
	}
}

func TestTheIdentityOfAWSSignsForTheBroker(t *testing.T) {
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "made-up", "AWS_REGION": "eu-west-1",
	} {
		t.Setenv(name, value)
	}
	cluster, err := kfake.NewCluster(kfake.NumBrokers(1))
	if err != nil {
		t.Fatal(err)
	}
	defer cluster.Close()
	cluster.ControlKey(int16(kmsg.SASLHandshake), func(request kmsg.Request) (kmsg.Response, error, bool) {
		cluster.KeepControl()
		answer := request.ResponseKind().(*kmsg.SASLHandshakeResponse)
		answer.SupportedMechanisms = []string{request.(*kmsg.SASLHandshakeRequest).Mechanism}
		return answer, nil, true
	})
	signed := make(chan string, 1)
	cluster.ControlKey(int16(kmsg.SASLAuthenticate), func(request kmsg.Request) (kmsg.Response, error, bool) {
		cluster.KeepControl()
		select {
		case signed <- string(request.(*kmsg.SASLAuthenticateRequest).SASLAuthBytes):
		default:
		}
		answer := request.ResponseKind().(*kmsg.SASLAuthenticateResponse)
		answer.SASLAuthBytes = []byte("{}")
		return answer, nil, true
	})
	s := Settings{Brokers: cluster.ListenAddrs(), Protocol: "SASL_PLAINTEXT", Mechanism: "AWS_MSK_IAM"}
	client, err := s.Connect(t.Context(), "orders", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if err := Check(client)(ctx); err != nil {
		t.Fatal(err)
	}
	got := <-signed
	for _, want := range []string{`"action":"kafka-cluster:Connect"`, "AKIDEXAMPLE/", "/eu-west-1/kafka-cluster/aws4_request"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing in %s", want, got)
		}
	}
}

func TestEveryMechanismMakesAClient(t *testing.T) {
	for _, mechanism := range []string{"SCRAM-SHA-256", "SCRAM-SHA-512", "AWS_MSK_IAM"} {
		s := Settings{
			Brokers: []string{"localhost:1"}, Protocol: "SASL_SSL", Mechanism: mechanism, Username: "u", Password: "p",
		}
		client, err := s.Connect(t.Context(), "test", slog.New(slog.DiscardHandler))
		if err != nil {
			t.Errorf("%s: %v", mechanism, err)
			continue
		}
		client.Close()
	}
}
