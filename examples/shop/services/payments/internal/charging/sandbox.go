package charging

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"

	"github.com/acme/shop/services/payments/internal/models"
)

// Limit is the amount that the sandbox pays at most, so that a decline can be tried.
const Limit = 1_000_000

// Sandbox is a provider that moves no money: a shop that copies this service writes its own Provider. As a real one would,
// it needs the key of an account, and answers the same question with the same reference.
type Sandbox struct{ key []byte }

// NewSandbox uses the key of an account.
func NewSandbox(key string) Sandbox { return Sandbox{[]byte(key)} }

// Authorize declines what is above the limit.
func (s Sandbox) Authorize(ctx context.Context, key string, amount models.Money) (Answer, error) {
	if err := ctx.Err(); err != nil {
		return Answer{}, err
	}
	if amount.MinorUnits > Limit {
		return Answer{Declined: "over the limit"}, nil
	}
	mac := hmac.New(sha256.New, s.key)
	_, _ = mac.Write([]byte(key)) // never fails
	return Answer{Reference: "sandbox-" + hex.EncodeToString(mac.Sum(nil)[:8])}, nil
}
