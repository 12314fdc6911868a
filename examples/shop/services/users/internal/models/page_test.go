package models

import (
	"net/url"
	"testing"
)

func TestPageQueriesAreRead(t *testing.T) {
	got, err := ParsePageQuery(url.Values{})
	if err != nil || got.Limit != defaultPage {
		t.Errorf("%+v, %v", got, err)
	}
	const id = "019a0000-0000-7000-8000-000000000001"
	got, err = ParsePageQuery(url.Values{"limit": {"7"}, "after": {id}})
	if err != nil || got.Limit != 7 || got.After.String() != id {
		t.Errorf("%+v, %v", got, err)
	}
	for _, wrong := range []url.Values{{"limit": {"0"}}, {"limit": {"201"}}, {"limit": {"x"}}, {"after": {"x"}}} {
		if got, err := ParsePageQuery(wrong); err == nil {
			t.Errorf("%v gave %+v", wrong, got)
		}
	}
}

func FuzzParsePageQuery(f *testing.F) {
	f.Add("limit=10&after=019a0000-0000-7000-8000-000000000001")
	f.Add("limit=-1")
	f.Fuzz(func(t *testing.T, text string) {
		values, err := url.ParseQuery(text)
		if err != nil {
			return
		}
		if got, err := ParsePageQuery(values); err == nil && (got.Limit < 1 || got.Limit > maxPage) {
			t.Errorf("%q gave %+v", text, got)
		}
	})
}
