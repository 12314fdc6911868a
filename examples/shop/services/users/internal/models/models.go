// Package models is the words of the service: users, sessions and what goes wrong with them.
package models

import (
	"errors"
	"time"

	"github.com/google/uuid"
)

// Customer is the role of everybody who registers.
const Customer = "customer"

// User is somebody who can log in.
type User struct {
	ID        uuid.UUID `json:"id"`
	Email     string    `json:"email"`
	Name      string    `json:"name"`
	Roles     []string  `json:"roles"`
	CreatedAt time.Time `json:"created_at"`
	// PasswordHash never leaves the service.
	PasswordHash []byte `json:"-"`
}

// Session is a user who has logged in.
type Session struct {
	UserID    uuid.UUID `json:"user_id"`
	Roles     []string  `json:"roles"`
	ExpiresAt time.Time `json:"expires_at"`
}

// Registration is the body of POST /v1/users.
type Registration struct {
	Email string `json:"email" validate:"required,email,max=254"`
	Name  string `json:"name" validate:"required,max=100,text"`
	// bcrypt reads 72 bytes and no more; characters are counted here and bytes by the service.
	Password string `json:"password" validate:"required,min=12,max=72"`
}

// LogIn is the body of POST /v1/users/sessions.
type LogIn struct {
	Email    string `json:"email" validate:"required,email,max=254"`
	Password string `json:"password" validate:"required,max=72"`
}

// NewSession is the answer to a log-in.
type NewSession struct {
	Token     string    `json:"token"`
	ExpiresAt time.Time `json:"expires_at"`
	User      User      `json:"user"`
}

// Page is a part of the list of users.
type Page struct {
	Users []User `json:"users"`
	// Next is the value of "after" for the next page, empty on the last.
	Next string `json:"next,omitempty"`
}

// What may go wrong.
var (
	ErrNotFound      = errors.New("there is no such user")
	ErrEmailTaken    = errors.New("the e-mail address has an account")
	ErrCredentials   = errors.New("the e-mail address or the password is wrong")
	ErrNoSession     = errors.New("there is no such session")
	ErrPasswordBytes = errors.New("the password has more than 72 bytes")
	// ErrUnavailable is for a store that cannot be asked now.
	ErrUnavailable = errors.New("a store is unavailable")
)
