// Package rpc is what the gRPC servers and clients of the shop have in common.
package rpc

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/reflection"
	"google.golang.org/grpc/status"

	"github.com/acme/shop/services/platform/health"
)

const (
	// longest is how long a call may take whatever its client allows.
	longest    = 8 * time.Second
	maxMessage = 1 << 20
)

// Server is a gRPC server on one port.
type Server struct {
	*grpc.Server
	port int
}

// NewServer has the health service, and reflection where tools are welcome.
func NewServer(port int, log *slog.Logger, registry prometheus.Registerer, ready *health.Readiness, tools bool) *Server {
	duration := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "grpc_server_call_duration_seconds",
		Help:    "How long calls took, by method and code.",
		Buckets: []float64{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10},
	}, []string{"method", "code"})
	registry.MustRegister(duration)
	server := grpc.NewServer(
		grpc.StatsHandler(otelgrpc.NewServerHandler()),
		grpc.ChainUnaryInterceptor(observe(log, duration), limited),
		grpc.MaxRecvMsgSize(maxMessage),
		grpc.ConnectionTimeout(5*time.Second),
		grpc.KeepaliveParams(keepalive.ServerParameters{
			// Clients connect anew from time to time and so find instances that were added.
			MaxConnectionAge:      5 * time.Minute,
			MaxConnectionAgeGrace: 30 * time.Second,
			Time:                  30 * time.Second,
			Timeout:               10 * time.Second,
		}),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: 10 * time.Second, PermitWithoutStream: true}),
	)
	healthpb.RegisterHealthServer(server, ready.GRPC())
	if tools {
		reflection.Register(server)
	}
	return &Server{server, port}
}

// Serve serves until Stop.
func (s *Server) Serve() error {
	listener, err := net.Listen("tcp", ":"+strconv.Itoa(s.port)) //nolint:noctx // lives as long as the process
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	return s.Server.Serve(listener)
}

// Stop waits for the calls that are under way, and cuts those that are left when the context ends.
func (s *Server) Stop(ctx context.Context) error {
	done := make(chan struct{})
	go func() {
		s.GracefulStop()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		s.Server.Stop()
		return ctx.Err()
	}
}

func limited(ctx context.Context, request any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	return next(ctx, request)
}

// observe counts, times and logs every call, and turns a panic or an error without a code into codes.Internal, whose text
// tells a caller nothing about the inside.
func observe(log *slog.Logger, duration *prometheus.HistogramVec) grpc.UnaryServerInterceptor {
	return func(ctx context.Context, request any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (answer any, err error) {
		// Probes would drown what matters.
		if strings.HasPrefix(info.FullMethod, "/"+healthpb.Health_ServiceDesc.ServiceName+"/") {
			return next(ctx, request)
		}
		began := time.Now()
		defer func() {
			if cause := recover(); cause != nil {
				log.ErrorContext(ctx, "panic", "cause", fmt.Sprint(cause), "stack", string(debug.Stack()))
				answer, err = nil, status.Error(codes.Internal, "the service failed")
			}
			err = coded(ctx, log, err)
			code := status.Code(err)
			took := time.Since(began)
			duration.WithLabelValues(info.FullMethod, code.String()).Observe(took.Seconds())
			log.InfoContext(ctx, "call", "method", info.FullMethod, "code", code.String(),
				"ms", float64(took.Microseconds())/1000)
		}()
		return next(ctx, request)
	}
}

// Because is an error with a code for the caller, and a cause for the log.
func Because(code codes.Code, message string, cause error) error {
	return refusal{status.New(code, message), cause}
}

type refusal struct {
	status *status.Status
	cause  error
}

func (r refusal) Error() string              { return r.status.Message() }
func (r refusal) Unwrap() error              { return r.cause }
func (r refusal) GRPCStatus() *status.Status { return r.status }

func coded(ctx context.Context, log *slog.Logger, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := status.FromError(err); ok {
		if cause := errors.Unwrap(err); cause != nil {
			log.WarnContext(ctx, "call refused", "error", cause.Error())
		}
		return err
	}
	if known := status.FromContextError(err); known.Code() != codes.Unknown {
		return known.Err()
	}
	log.ErrorContext(ctx, "call failed", "error", err.Error())
	return status.Error(codes.Internal, "the service failed; the trace id finds its log")
}
