package env

import (
	"strings"
	"testing"
)

func TestOneLineNamesEveryWrongVariable(t *testing.T) {
	r := FromMap(map[string]string{
		"HTTP_PORT": "eighty", "DATABASE_URL": "mysql://root:hunter2@db/x", "PEER": "users", "EMPTY": "",
		"LINES": "a\nb", "LEVEL": "loud", "RATE": "0", "SWITCH": "yes", "BROKERS": "a:1,b",
	})
	r.Port("HTTP_PORT")
	r.URL("DATABASE_URL", "postgres", "postgresql")
	r.Address("PEER")
	r.String("EMPTY")
	r.String("MISSING")
	r.String("LINES")
	r.OneOf("LEVEL", "debug", "info")
	r.Int("RATE", 5, 1, 10)
	r.Bool("SWITCH")
	r.Addresses("BROKERS")
	err := r.Err()
	if err == nil {
		t.Fatal("nothing was refused")
	}
	want := `HTTP_PORT must be a port number from 1 to 65535; ` +
		`DATABASE_URL must be a URL that starts with "postgres://" or "postgresql://"; PEER must be host:port; ` +
		`EMPTY is empty; MISSING is not set; LINES holds a line break or a NUL byte; LEVEL must be "debug" or "info"; ` +
		`RATE must be a whole number from 1 to 10; SWITCH must be "true" or "false"; ` +
		`BROKERS must be host:port, several separated by commas`
	if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
	if strings.Contains(err.Error(), "hunter2") {
		t.Error("the line shows a password")
	}
}

func TestGoodVariablesAreRead(t *testing.T) {
	r := FromMap(map[string]string{"P": "8080", "B": "a:1, b:2", "U": "redis://x:1", "S": "TRUE", "N": "7"})
	if got := r.Port("P"); got != 8080 {
		t.Errorf("port %d", got)
	}
	if got := r.Addresses("B"); len(got) != 2 || got[1] != "b:2" {
		t.Errorf("addresses %q", got)
	}
	if got := r.URL("U", "redis"); got != "redis://x:1" {
		t.Errorf("url %q", got)
	}
	if !r.Bool("S") || r.Bool("NOT_SET") {
		t.Error("switches are read wrongly")
	}
	if r.Int("N", 1, 0, 9) != 7 || r.Int("NOT_SET", 1, 0, 9) != 1 {
		t.Error("numbers are read wrongly")
	}
	if err := r.Err(); err != nil {
		t.Error(err)
	}
}

func TestUnknownEnvironmentsCountAsProduction(t *testing.T) {
	for name, open := range map[string]bool{"local": true, "dev": true, "prod": false, "edge": false, "blue": false} {
		if got := (Base{Environment: name}).OpenToTools(); got != open {
			t.Errorf("%s: open %v", name, got)
		}
	}
}

func TestAnEndpointThatTheSDKCouldNotReadIsRefused(t *testing.T) {
	variables := map[string]string{
		"APP_ENV": "local", "SERVICE_NAME": "s", "SERVICE_VERSION": "1", "LOG_LEVEL": "info", "LOG_FORMAT": "json",
		"OTEL_EXPORTER_OTLP_ENDPOINT": "collector:4317",
	}
	r := FromMap(variables)
	r.Base()
	if err := r.Err(); err == nil || !strings.HasPrefix(err.Error(), "OTEL_EXPORTER_OTLP_ENDPOINT must be a URL") {
		t.Errorf("got %v", err)
	}
	variables["OTEL_SDK_DISABLED"] = "true"
	r = FromMap(variables)
	if r.Base(); r.Err() != nil {
		t.Errorf("with telemetry off: %v", r.Err())
	}
}

// Whatever stands in a variable, it is read or refused by its name alone.
func FuzzReader(f *testing.F) {
	f.Add("8080")
	f.Add("postgres://user:hunter2@db:5432/shop")
	f.Add("true")
	f.Fuzz(func(t *testing.T, text string) {
		for kind, read := range map[string]func(*Reader) bool{
			"port":    func(r *Reader) bool { port := r.Port("V"); return port >= 1 && port <= 65535 },
			"int":     func(r *Reader) bool { number := r.Int("V", 5, 1, 10); return number >= 1 && number <= 10 },
			"address": func(r *Reader) bool { return isAddress(r.Address("V")) },
			"url":     func(r *Reader) bool { return strings.Contains(r.URL("V", "postgres"), "://") },
			"word":    func(r *Reader) bool { return r.OneOf("V", "debug", "info") != "" },
			"bool":    func(r *Reader) bool { r.Bool("V"); return true },
		} {
			r := FromMap(map[string]string{"V": text})
			good := read(r)
			if err := r.Err(); err == nil && !good {
				t.Errorf("%s: %q was accepted", kind, text)
			} else if err != nil && (!strings.HasPrefix(err.Error(), "V ") || strings.Count(err.Error(), "\n") > 0) {
				t.Errorf("%s: %q gave %v", kind, text, err)
			}
		}
	})
}

func FuzzAddresses(f *testing.F) {
	f.Add("a:1,b:2")
	f.Add("[::1]:9092")
	f.Add(":9092")
	f.Fuzz(func(t *testing.T, text string) {
		r := FromMap(map[string]string{"BROKERS": text})
		list := r.Addresses("BROKERS")
		if (r.Err() == nil) != (len(list) > 0) {
			t.Errorf("%q: %q, %v", text, list, r.Err())
		}
		for _, address := range list {
			if !isAddress(address) {
				t.Errorf("%q gave %q", text, address)
			}
		}
	})
}
