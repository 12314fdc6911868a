// Package env reads variables of the environment and says, in one line, everything that is wrong with them.
package env

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
)

// Reader reads variables and remembers what was wrong, so that one start names every mistake.
// Values never appear in an error: any of them may hold a password.
type Reader struct {
	lookup   func(string) (string, bool)
	problems []string
}

// FromProcess reads the variables of this process.
func FromProcess() *Reader { return New(os.LookupEnv) }

// New reads variables by lookup.
func New(lookup func(string) (string, bool)) *Reader { return &Reader{lookup: lookup} }

// FromMap reads variables from a map, for tests.
func FromMap(variables map[string]string) *Reader {
	return New(func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	})
}

// Err is one line that names every variable that is missing or malformed, or nil.
func (r *Reader) Err() error {
	if len(r.problems) == 0 {
		return nil
	}
	return errors.New(strings.Join(r.problems, "; "))
}

// Optional is a variable's value, or "" where it is not set.
func (r *Reader) Optional(name string) string {
	value, _ := r.lookup(name)
	return value
}

// String is the value of a variable that must not be empty.
func (r *Reader) String(name string) string {
	value, ok := r.lookup(name)
	switch {
	case !ok:
		r.refuse(name, "is not set")
	case value == "":
		r.refuse(name, "is empty")
	case strings.ContainsAny(value, "\r\n\x00"):
		r.refuse(name, "holds a line break or a NUL byte")
	}
	return value
}

// Port is a TCP port to listen on.
func (r *Reader) Port(name string) int {
	return parsed(r, name, "a port number from 1 to 65535", func(text string) (int, bool) {
		port, err := strconv.Atoi(text)
		return port, err == nil && port >= 1 && port <= 65535
	})
}

// Int is an optional whole number from low to high.
func (r *Reader) Int(name string, otherwise, low, high int) int {
	if r.Optional(name) == "" {
		return otherwise
	}
	return parsed(r, name, fmt.Sprintf("a whole number from %d to %d", low, high), func(text string) (int, bool) {
		number, err := strconv.Atoi(text)
		return number, err == nil && number >= low && number <= high
	})
}

// Address is a "host:port" to connect to.
func (r *Reader) Address(name string) string {
	return parsed(r, name, "host:port", func(text string) (string, bool) { return text, isAddress(text) })
}

// Addresses is a list of "host:port", separated by commas.
func (r *Reader) Addresses(name string) []string {
	return parsed(r, name, "host:port, several separated by commas", func(text string) ([]string, bool) {
		list := strings.Split(text, ",")
		for i, address := range list {
			list[i] = strings.TrimSpace(address)
			if !isAddress(list[i]) {
				return nil, false
			}
		}
		return list, true
	})
}

// URL is an address with one of the schemes and a host.
func (r *Reader) URL(name string, schemes ...string) string {
	return parsed(r, name, "a URL that starts with "+choices(schemes, "://"), func(text string) (string, bool) {
		address, err := url.Parse(text)
		return text, err == nil && address.Host != "" && slices.Contains(schemes, address.Scheme)
	})
}

// OneOf is one of a few words.
func (r *Reader) OneOf(name string, words ...string) string {
	return parsed(r, name, choices(words, ""), func(text string) (string, bool) {
		return text, slices.Contains(words, text)
	})
}

// Bool is an optional switch, false where it is not set.
func (r *Reader) Bool(name string) bool {
	if r.Optional(name) == "" {
		return false
	}
	return strings.EqualFold(parsed(r, name, `"true" or "false"`, func(text string) (string, bool) {
		return text, strings.EqualFold(text, "true") || strings.EqualFold(text, "false")
	}), "true")
}

// Check refuses a variable for a reason that only its reader knows.
func (r *Reader) Check(name string, ok bool, want string) {
	if !ok {
		r.refuse(name, "must be "+want)
	}
}

func (r *Reader) refuse(name, reason string) {
	r.problems = append(r.problems, name+" "+reason)
}

func parsed[T any](r *Reader, name, want string, parse func(string) (T, bool)) T {
	var none T
	before := len(r.problems)
	text := r.String(name)
	if len(r.problems) > before {
		return none
	}
	value, ok := parse(text)
	if !ok {
		r.refuse(name, "must be "+want)
		return none
	}
	return value
}

func isAddress(text string) bool {
	host, port, err := net.SplitHostPort(text)
	if err != nil || host == "" || strings.ContainsAny(host, "/ @") {
		return false
	}
	number, err := strconv.Atoi(port)
	return err == nil && number >= 1 && number <= 65535
}

func choices(words []string, suffix string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = strconv.Quote(word + suffix)
	}
	return strings.Join(quoted, " or ")
}
