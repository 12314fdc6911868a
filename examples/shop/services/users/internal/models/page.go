package models

import (
	"errors"
	"net/url"
	"strconv"

	"github.com/google/uuid"
)

const (
	defaultPage = 50
	maxPage     = 200
)

// PageQuery asks for one page. Ids are in order of time, so a page after an id is stable while users are added.
type PageQuery struct {
	After uuid.UUID
	Limit int
}

// ParsePageQuery reads "after" and "limit".
func ParsePageQuery(values url.Values) (PageQuery, error) {
	query := PageQuery{Limit: defaultPage}
	if text := values.Get("limit"); text != "" {
		limit, err := strconv.Atoi(text)
		if err != nil || limit < 1 || limit > maxPage {
			return PageQuery{}, errors.New("limit must be a whole number from 1 to " + strconv.Itoa(maxPage))
		}
		query.Limit = limit
	}
	if text := values.Get("after"); text != "" {
		after, err := uuid.Parse(text)
		if err != nil {
			return PageQuery{}, errors.New("after must be the id of a user")
		}
		query.After = after
	}
	return query, nil
}
