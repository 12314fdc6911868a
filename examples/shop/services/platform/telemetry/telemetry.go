// Package telemetry starts the OpenTelemetry SDK.
package telemetry

import (
	"context"
	"fmt"
	"log/slog"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// Start makes traces go where OTEL_EXPORTER_OTLP_ENDPOINT says, sampled as OTEL_TRACES_SAMPLER says, with the attributes
// of OTEL_RESOURCE_ATTRIBUTES: the SDK reads them. The protocol is "grpc" or "http/protobuf".
//
// Where telemetry is off nothing is recorded and nothing is sent, but every request still has a trace id that its log lines
// share and that peers are told. A collector that is away is a line of the log and nothing else.
func Start(ctx context.Context, log *slog.Logger, on bool, protocol string) (stop func(context.Context) error, err error) {
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { log.Warn("telemetry", "error", err.Error()) }))
	otel.SetTextMapPropagator(
		propagation.NewCompositeTextMapPropagator(propagation.TraceContext{}, propagation.Baggage{}))
	if !on {
		provider := sdktrace.NewTracerProvider(sdktrace.WithSampler(sdktrace.NeverSample()))
		otel.SetTracerProvider(provider)
		return provider.Shutdown, nil
	}
	client := otlptracegrpc.NewClient()
	if protocol == "http/protobuf" {
		client = otlptracehttp.NewClient()
	}
	exporter, err := otlptrace.New(ctx, client)
	if err != nil {
		return nil, fmt.Errorf("telemetry: %w", err)
	}
	from, err := resource.New(ctx, resource.WithTelemetrySDK(), resource.WithFromEnv())
	if err != nil {
		return nil, fmt.Errorf("telemetry: %w", err)
	}
	provider := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter), sdktrace.WithResource(from))
	otel.SetTracerProvider(provider)
	return func(ctx context.Context) error {
		if err := provider.Shutdown(ctx); err != nil {
			otel.Handle(err)
		}
		return nil
	}, nil
}
