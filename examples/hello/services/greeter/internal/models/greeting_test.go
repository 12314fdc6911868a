package models

import (
	"strings"
	"testing"
)

func TestParseName(t *testing.T) {
	long := strings.Repeat("é", 100)
	for _, test := range []struct{ text, want string }{{"Ada", "Ada"}, {" Ada ", "Ada"}, {long, long}} {
		if got, err := ParseName(test.text); got != test.want || err != nil {
			t.Errorf("%q: %q, %v", test.text, got, err)
		}
	}
	for _, text := range []string{"", "  ", strings.Repeat("a", 101), "\xff", "a\x00b"} {
		if _, err := ParseName(text); err == nil {
			t.Errorf("%q was taken", text)
		}
	}
}

func FuzzParseName(f *testing.F) {
	f.Add(" Ada ")
	f.Fuzz(func(t *testing.T, text string) {
		name, err := ParseName(text)
		if err != nil {
			return
		}
		if again, err := ParseName(name); again != name || err != nil {
			t.Errorf("%q became %q, and that %q, %v", text, name, again, err)
		}
	})
}
