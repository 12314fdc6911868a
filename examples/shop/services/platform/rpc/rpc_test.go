package rpc

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"

	"github.com/acme/shop/services/platform/health"
)

var quiet = slog.New(slog.DiscardHandler)

// invoker is a peer that answers with one error and counts its calls.
func invoker(calls *int, answer *error) grpc.UnaryInvoker {
	return func(context.Context, string, any, any, *grpc.ClientConn, ...grpc.CallOption) error {
		*calls++
		return *answer
	}
}

func TestTheCircuitOpensForABrokenPeer(t *testing.T) {
	calls, answer := 0, status.Error(codes.Unavailable, "away")
	breaker := Breaker("users", quiet, prometheus.NewRegistry())
	call := func() error {
		return breaker(t.Context(), "/users.v1/Get", nil, nil, nil, invoker(&calls, &answer))
	}
	for range breakerMinimum {
		_ = call()
	}
	if err := call(); status.Code(err) != codes.Unavailable || !Down(err) {
		t.Errorf("got %v", err)
	}
	if calls != breakerMinimum {
		t.Errorf("the peer was called %d times", calls)
	}
}

func TestRefusalsLeaveTheCircuitClosed(t *testing.T) {
	calls, answer := 0, status.Error(codes.NotFound, "no such user")
	breaker := Breaker("users", quiet, prometheus.NewRegistry())
	for range 3 * breakerMinimum {
		_ = breaker(t.Context(), "/users.v1/Get", nil, nil, nil, invoker(&calls, &answer))
	}
	if calls != 3*breakerMinimum {
		t.Errorf("the peer was called %d times", calls)
	}
	if Down(answer) || Down(nil) {
		t.Error("an answer counts as a peer that is down")
	}
}

func TestCallsAreTriedAgainWithinTheBudget(t *testing.T) {
	listener := bufconn.Listen(1 << 16)
	var calls atomic.Int64
	server := grpc.NewServer(grpc.UnaryInterceptor(
		func(context.Context, any, *grpc.UnaryServerInfo, grpc.UnaryHandler) (any, error) {
			calls.Add(1)
			return nil, status.Error(codes.Unavailable, "away")
		}))
	healthpb.RegisterHealthServer(server, health.New(quiet).GRPC())
	go func() { _ = server.Serve(listener) }()
	defer server.Stop()
	connection, err := grpc.NewClient("passthrough:///peer",
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDisableServiceConfig(),
		grpc.WithDefaultServiceConfig(serviceConfig),
		grpc.WithContextDialer(func(context.Context, string) (net.Conn, error) { return listener.Dial() }))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	client := healthpb.NewHealthClient(connection)
	const made = 20
	for range made {
		if _, err := client.Check(t.Context(), &healthpb.HealthCheckRequest{}); !Down(err) {
			t.Fatalf("got %v", err)
		}
	}
	if got := calls.Load(); got <= made || got > made+10 {
		t.Errorf("%d calls became %d attempts", made, got)
	}
}

func TestErrorsWithoutACodeTellNothing(t *testing.T) {
	duration := prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "test"}, []string{"method", "code"})
	serve := func(handler grpc.UnaryHandler) error {
		_, err := observe(quiet, duration)(t.Context(), nil, &grpc.UnaryServerInfo{FullMethod: "/m"}, handler)
		return err
	}
	for name, handler := range map[string]grpc.UnaryHandler{
		"error": func(context.Context, any) (any, error) { return nil, errors.New("password=hunter2") },
		"panic": func(context.Context, any) (any, error) { panic("password=hunter2") },
	} {
		err := serve(handler)
		if status.Code(err) != codes.Internal || status.Convert(err).Message() == "password=hunter2" {
			t.Errorf("%s: %v", name, err)
		}
	}
	late := serve(func(context.Context, any) (any, error) { return nil, context.DeadlineExceeded })
	if status.Code(late) != codes.DeadlineExceeded {
		t.Errorf("late: %v", late)
	}
}

func TestCallsEndWithinTheLimit(t *testing.T) {
	_, err := limited(t.Context(), nil, nil, func(ctx context.Context, _ any) (any, error) {
		end, ok := ctx.Deadline()
		if !ok || time.Until(end) > longest {
			t.Error("no deadline")
		}
		return nil, nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestReflectionAnswersToolsAlone(t *testing.T) {
	for _, tools := range []bool{true, false} {
		services := NewServer(0, quiet, prometheus.NewRegistry(), health.New(quiet), tools).GetServiceInfo()
		if _, ok := services["grpc.reflection.v1.ServerReflection"]; ok != tools {
			t.Errorf("tools %v: reflection %v", tools, ok)
		}
		if _, ok := services["grpc.health.v1.Health"]; !ok {
			t.Error("no health")
		}
	}
}
