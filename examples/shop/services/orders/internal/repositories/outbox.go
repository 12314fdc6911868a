package repositories

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/acme/shop/services/orders/internal/models"
)

// Outbox is the events that wait to be published.
type Outbox struct{ pool *pgxpool.Pool }

// NewOutbox reads the events of a database.
func NewOutbox(pool *pgxpool.Pool) *Outbox { return &Outbox{pool} }

// Message is one event as it goes out.
type Message struct {
	ID          int64
	Topic       string
	Key         string
	Body        []byte
	Traceparent string
}

// Publish gives the oldest events to send, and remembers those that it says were sent. Another instance that publishes at
// the same moment gets other events. An instance that dies after sending sends again: readers see an event at least once.
// An event that could not be sent goes behind the others: one partition that is away does not keep the rest. The error says
// why some were not sent, or none.
func (o *Outbox) Publish(ctx context.Context, limit int, send func(context.Context, []Message) (sent []int64, err error)) (int, error) {
	count := 0
	var failure error
	err := pgx.BeginFunc(ctx, o.pool, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT id, topic, key, body, traceparent FROM outbox
WHERE published_at IS NULL ORDER BY failed_at NULLS FIRST, id LIMIT $1 FOR UPDATE SKIP LOCKED`, limit)
		if err != nil {
			return err
		}
		waiting, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Message])
		if err != nil || len(waiting) == 0 {
			return err
		}
		var sent []int64
		sent, failure = send(ctx, waiting)
		ids := make([]int64, len(waiting))
		for i, message := range waiting {
			ids[i] = message.ID
		}
		if _, err := tx.Exec(ctx, `UPDATE outbox SET published_at = CASE WHEN id = ANY($1) THEN now() END,
failed_at = CASE WHEN id = ANY($1) THEN failed_at ELSE now() END WHERE id = ANY($2)`, sent, ids); err != nil {
			return err
		}
		count = len(sent)
		return nil
	})
	if err != nil {
		return 0, wrap("publish", err)
	}
	return count, wrap("publish", failure)
}

// Waiting is how many events are not published yet.
func (o *Outbox) Waiting(ctx context.Context) (count int64, err error) {
	err = o.pool.QueryRow(ctx, "SELECT count(*) FROM outbox WHERE published_at IS NULL").Scan(&count)
	return count, wrap("count events", err)
}

// Report is what a reconciliation found and did.
type Report struct {
	// Repaired is paid orders whose event was missing and is written now.
	Repaired int
	// Forgotten is events that were published long ago and are deleted.
	Forgotten int64
	// Stuck is orders that have waited for their payment for more than a day: somebody has to look.
	Stuck int64
	// Unpublished is events that have waited for more than an hour.
	Unpublished int64
}

const (
	keepPublished = 7 * 24 * time.Hour
	repairAtOnce  = 500
)

// Reconcile writes events that are missing, deletes those that nobody needs any more and counts what is stuck. To run it
// twice does no harm.
func (o *Outbox) Reconcile(ctx context.Context, now time.Time) (Report, error) {
	var report Report
	err := pgx.BeginFunc(ctx, o.pool, func(tx pgx.Tx) error {
		// Events younger than what is kept must exist; of older orders the event was published and forgotten.
		rows, err := tx.Query(ctx, `SELECT `+columns+` FROM orders o WHERE status = 'paid' AND updated_at > $1
AND NOT EXISTS (SELECT FROM outbox WHERE topic = $2 AND key = o.id::text) ORDER BY id LIMIT $3`,
			now.Add(-keepPublished), models.Topic, repairAtOnce)
		if err != nil {
			return err
		}
		orders, err := pgx.CollectRows(rows, scan)
		if err != nil {
			return err
		}
		for _, order := range orders {
			if err := addEvent(ctx, tx, order, ""); err != nil {
				return err
			}
		}
		report.Repaired = len(orders)
		result, err := tx.Exec(ctx, "DELETE FROM outbox WHERE published_at < $1", now.Add(-keepPublished))
		if err != nil {
			return err
		}
		report.Forgotten = result.RowsAffected()
		return tx.QueryRow(ctx, `SELECT
  (SELECT count(*) FROM orders WHERE status = 'pending' AND created_at < $1),
  (SELECT count(*) FROM outbox WHERE published_at IS NULL AND created_at < $2)`,
			now.Add(-24*time.Hour), now.Add(-time.Hour)).Scan(&report.Stuck, &report.Unpublished)
	})
	return report, wrap("reconcile", err)
}
