// Package models is what the service talks about.
package models

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// Longest name that is greeted, in characters.
const longest = 100

// ErrName says what a name must be.
var ErrName = errors.New("name must have 1 to 100 characters")

// Greeting of somebody, and how often there was one.
type Greeting struct {
	Name  string `json:"name"`
	Text  string `json:"text"`
	Count int64  `json:"count"`
}

// ParseName takes the blanks around a name away.
func ParseName(text string) (string, error) {
	name := strings.TrimSpace(text)
	if name == "" || utf8.RuneCountInString(name) > longest || !utf8.ValidString(name) || strings.ContainsRune(name, 0) {
		return "", ErrName
	}
	return name, nil
}
