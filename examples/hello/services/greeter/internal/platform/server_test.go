package platform

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func TestARequestMayNotTakeForEver(t *testing.T) {
	handler := limited(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		until, ok := r.Context().Deadline()
		if !ok || time.Until(until) > longest {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}))
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil))
	if w.Code != http.StatusOK {
		t.Errorf("no deadline: %d", w.Code)
	}
}
