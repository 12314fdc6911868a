package models

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/acme/shop/services/users/internal/platform/web"
)

func FuzzRegistration(f *testing.F) {
	f.Add([]byte(`{"email":"ada@example.com","name":"Ada","password":"correct horse"}`))
	f.Add([]byte(`{"email":"ada@example.com","name":"A\u0000","password":"correct horse"}`))
	f.Add([]byte(`{"email":"ada","name":"","password":"short"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := web.Parse[Registration](body)
		if err != nil {
			return
		}
		length := utf8.RuneCountInString(r.Password)
		if !strings.Contains(r.Email, "@") || r.Name == "" || strings.ContainsFunc(r.Name, unicode.IsControl) || length < 12 || length > 72 {
			t.Errorf("accepted %s", body)
		}
	})
}

func FuzzLogIn(f *testing.F) {
	f.Add([]byte(`{"email":"ada@example.com","password":"x"}`))
	f.Add([]byte(`{"email":"ada@example.com"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		if l, err := web.Parse[LogIn](body); err == nil && (!strings.Contains(l.Email, "@") || l.Password == "") {
			t.Errorf("accepted %s", body)
		}
	})
}
