package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strings"
	"unicode"

	"github.com/go-playground/validator/v10"
)

// maxBody is far above the largest request that makes sense here.
const maxBody = 64 << 10

var validate = newValidator()

func newValidator() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	// A client knows the names of its JSON, not those of Go.
	v.RegisterTagNameFunc(func(field reflect.StructField) string {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		return name
	})
	// PostgreSQL keeps no NUL in a text, and no line of a log or a mail is meant to hold a control character.
	if err := v.RegisterValidation("text", func(field validator.FieldLevel) bool {
		return !strings.ContainsFunc(field.Field().String(), unicode.IsControl)
	}); err != nil {
		panic(err) // the tag is a word
	}
	return v
}

// Decode reads a JSON body and validates it by its `validate` tags.
func Decode[T any](w http.ResponseWriter, r *http.Request) (T, error) {
	var none T
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return none, NewProblem(http.StatusUnsupportedMediaType, "unsupported-media-type",
			"send the body as Content-Type: application/json")
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return none, NewProblem(http.StatusRequestEntityTooLarge, "body-too-large",
			fmt.Sprintf("the body may hold %d bytes", tooLarge.Limit))
	}
	if err != nil {
		return none, NewProblem(http.StatusBadRequest, "unreadable-body", "the body ended early")
	}
	return Parse[T](body)
}

// Parse is Decode for bytes that were read already.
func Parse[T any](body []byte) (T, error) {
	var value, none T
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&value); err != nil {
		return none, NewProblem(http.StatusBadRequest, "invalid-json", jsonReason(err))
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return none, NewProblem(http.StatusBadRequest, "invalid-json", "the body holds more than one JSON value")
	}
	if err := Validate(value); err != nil {
		return none, err
	}
	return value, nil
}

// Validate checks a struct by its `validate` tags.
func Validate(value any) error {
	err := validate.Struct(value)
	var failures validator.ValidationErrors
	if !errors.As(err, &failures) {
		return err
	}
	problem := NewProblem(http.StatusUnprocessableEntity, "invalid-request", "some fields are not valid")
	for _, failure := range failures {
		_, field, _ := strings.Cut(failure.Namespace(), ".")
		problem.Fields = append(problem.Fields, Field{Field: field, Message: message(failure)})
	}
	return problem
}

func jsonReason(err error) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Sprintf("the body is not JSON: %s at byte %d", syntax.Error(), syntax.Offset)
	case errors.As(err, &kind) && kind.Field != "":
		return fmt.Sprintf("field %q must be %s, not %s", kind.Field, jsonKind(kind.Type), kind.Value)
	case errors.As(err, &kind):
		return fmt.Sprintf("the body must be %s, not %s", jsonKind(kind.Type), kind.Value)
	case errors.Is(err, io.EOF):
		return "the body is empty"
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "the body ends in the middle of a value"
	default:
		return strings.TrimPrefix(err.Error(), "json: ")
	}
}

func jsonKind(kind reflect.Type) string {
	switch kind.Kind() {
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Struct, reflect.Map:
		return "an object"
	default:
		return "a whole number in range"
	}
}

func message(failure validator.FieldError) string {
	unit := ""
	switch failure.Kind() {
	case reflect.String:
		unit = " characters"
	case reflect.Slice, reflect.Map:
		unit = " entries"
	}
	switch failure.Tag() {
	case "required":
		return "is required"
	case "email":
		return "must be an e-mail address"
	case "uuid":
		return "must be a UUID"
	case "min", "gte":
		return fmt.Sprintf("must be at least %s%s", failure.Param(), unit)
	case "max", "lte":
		return fmt.Sprintf("must be at most %s%s", failure.Param(), unit)
	case "len":
		return fmt.Sprintf("must be exactly %s%s", failure.Param(), unit)
	case "oneof":
		return "must be one of: " + strings.ReplaceAll(failure.Param(), " ", ", ")
	case "text":
		return "must not hold control characters"
	case "unique":
		return "must not hold the same twice"
	default:
		return "must satisfy " + strings.TrimSuffix(failure.Tag()+" "+failure.Param(), " ")
	}
}
