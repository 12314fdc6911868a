package rpc

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

func call(method string, err error) (code codes.Code, message, logged string) {
	var out bytes.Buffer
	duration := prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "calls"}, []string{"method", "code"})
	observed := observe(slog.New(slog.NewTextHandler(&out, nil)), duration)
	_, told := observed(context.Background(), nil, &grpc.UnaryServerInfo{FullMethod: method},
		func(context.Context, any) (any, error) { return nil, err })
	return status.Code(told), status.Convert(told).Message(), out.String()
}

func TestACauseIsLoggedAndNotTold(t *testing.T) {
	code, message, logged := call("/shop/Pay", Because(codes.Unavailable, "try again", errors.New("no route to main")))
	if code != codes.Unavailable || message != "try again" || !strings.Contains(logged, "no route to main") {
		t.Errorf("%s %q\n%s", code, message, logged)
	}
	code, message, logged = call("/shop/Pay", errors.New("password of main"))
	if code != codes.Internal || strings.Contains(message, "main") || !strings.Contains(logged, "password of main") {
		t.Errorf("%s %q\n%s", code, message, logged)
	}
}

func TestProbesAreNotLogged(t *testing.T) {
	if _, _, logged := call("/grpc.health.v1.Health/Check", nil); logged != "" {
		t.Error(logged)
	}
	if _, _, logged := call("/shop/Pay", nil); !strings.Contains(logged, "/shop/Pay") {
		t.Error(logged)
	}
}
