package rpc

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/sony/gobreaker/v2"
	"go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/status"
)

// serviceConfig spreads calls over all instances, gives each a time-out, and tries again only what never reached a peer or
// was turned away, with a budget: each failure takes one of 10 tokens and each success gives back 0.1, and at half there are
// no retries. Every method of the shop may be repeated, payments because of their keys.
const serviceConfig = `{
  "loadBalancingConfig": [{"round_robin": {}}],
  "methodConfig": [{
    "name": [{}],
    "timeout": "3s",
    "retryPolicy": {
      "maxAttempts": 3,
      "initialBackoff": "0.05s",
      "maxBackoff": "0.5s",
      "backoffMultiplier": 2,
      "retryableStatusCodes": ["UNAVAILABLE"]
    }
  }],
  "retryThrottling": {"maxTokens": 10, "tokenRatio": 0.1}
}`

const (
	maxReply = 1 << 20
	// breakerMinimum is how many calls of one interval say something about a peer.
	breakerMinimum = 20
	breakerRatio   = 0.5
	breakerOpen    = 5 * time.Second
)

// Dial connects to a peer when the first call needs it, so a service starts without its peers. The traffic inside the
// platform is guarded by the network, not by TLS.
func Dial(peer, address string, log *slog.Logger, registry prometheus.Registerer, more ...grpc.DialOption) (*grpc.ClientConn, error) {
	options := append([]grpc.DialOption{
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithStatsHandler(otelgrpc.NewClientHandler()),
		grpc.WithDisableServiceConfig(),
		grpc.WithDefaultServiceConfig(serviceConfig),
		grpc.WithChainUnaryInterceptor(Breaker(peer, log, registry)),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxReply)),
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: 30 * time.Second, Timeout: 10 * time.Second}),
		grpc.WithConnectParams(grpc.ConnectParams{
			Backoff:           backoff.Config{BaseDelay: 200 * time.Millisecond, Multiplier: 1.6, Jitter: 0.2, MaxDelay: 5 * time.Second},
			MinConnectTimeout: 2 * time.Second,
		}),
	}, more...)
	connection, err := grpc.NewClient("dns:///"+address, options...)
	if err != nil {
		return nil, fmt.Errorf("dial %s: %w", peer, err)
	}
	return connection, nil
}

// Breaker fails calls at once while a peer is broken: callers get their answer in microseconds instead of after a time-out,
// and the peer gets the quiet to recover. After 5s three calls may try.
func Breaker(peer string, log *slog.Logger, registry prometheus.Registerer) grpc.UnaryClientInterceptor {
	open := prometheus.NewGauge(prometheus.GaugeOpts{
		Name:        "peer_circuit_open",
		Help:        "1 while calls to a peer fail at once.",
		ConstLabels: prometheus.Labels{"peer": peer},
	})
	registry.MustRegister(open)
	breaker := gobreaker.NewCircuitBreaker[struct{}](gobreaker.Settings{
		Name:        peer,
		MaxRequests: 3,
		Interval:    10 * time.Second,
		Timeout:     breakerOpen,
		ReadyToTrip: func(counts gobreaker.Counts) bool {
			return counts.Requests >= breakerMinimum && float64(counts.TotalFailures) >= breakerRatio*float64(counts.Requests)
		},
		OnStateChange: func(_ string, _, to gobreaker.State) {
			open.Set(0)
			if to == gobreaker.StateOpen {
				open.Set(1)
			}
			log.Warn("circuit", "peer", peer, "state", to.String())
		},
		IsSuccessful: peerAnswered,
		// A call that its caller gave up says nothing about the peer.
		IsExcluded: func(err error) bool { return status.Code(err) == codes.Canceled },
	})
	return func(ctx context.Context, method string, request, reply any, connection *grpc.ClientConn,
		invoke grpc.UnaryInvoker, options ...grpc.CallOption,
	) error {
		_, err := breaker.Execute(func() (struct{}, error) {
			return struct{}{}, invoke(ctx, method, request, reply, connection, options...)
		})
		if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
			return status.Error(codes.Unavailable, peer+" is not called for the moment: its circuit is open")
		}
		return err
	}
}

// peerAnswered says whether a call shows a healthy peer: "not found" and the like are answers.
func peerAnswered(err error) bool {
	switch status.Code(err) {
	case codes.Unavailable, codes.DeadlineExceeded, codes.Internal, codes.Unknown, codes.ResourceExhausted:
		return false
	default:
		return true
	}
}

// Down says whether an error means that the peer could not be asked, in contrast to a refusal.
func Down(err error) bool { return err != nil && !peerAnswered(err) }
