#!/bin/sh
# Checks the Go code of the services. It needs Go, the C compiler that the race detector needs, and the module proxy.
#   ./check.sh                     runs every step, goes on after one that fails, and says what each did
#   ./check.sh list                prints the steps
#   ./check.sh <step> [<module>]   runs one
# DATABASE_URL is a PostgreSQL for the tests of the repositories; without it they are skipped. FUZZTIME is for one fuzz target.
# MODULES names other modules than the shop's, by their folders from here.
# Ends with 0, with 1 where a check failed, with 2 for a step that does not exist, with 4 where something is missing.
set -eu
cd "$(dirname "$0")"
services=$PWD

golangci_lint=github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.12.0
staticcheck=honnef.co/go/tools/cmd/staticcheck@v0.8.2
gofumpt=mvdan.cc/gofumpt@v0.9.2 # the one that this golangci-lint has
govulncheck=golang.org/x/vuln/cmd/govulncheck@v1.9.0
buf=github.com/bufbuild/buf/cmd/buf@v1.75.0
protoc_gen_go=google.golang.org/protobuf/cmd/protoc-gen-go@v1.36.12
protoc_gen_go_grpc=google.golang.org/grpc/cmd/protoc-gen-go-grpc@v1.6.2

modules=${MODULES:-platform users orders payments notifier}
# Inputs and not seconds: a worker that is busy when the time is over makes Go report "context deadline exceeded" as a failure.
fuzztime=${FUZZTIME:-10000x}

list() {
  printf '%s\n' copies buf-lint generated
  for module in $modules; do
    for step in tidy vet staticcheck golangci-lint gofumpt test fuzz bench govulncheck; do echo "$step $module"; done
  done
}

# all_well <what> <command>...: the command's output only where it fails.
all_well() {
  what=$1
  shift
  output=$("$@" 2>&1) || {
    echo "$output"
    return 1
  }
  echo "$what"
}

copies() { all_well 'every copy in internal/platform is that of platform/' platform/copy.sh --check; }

buf_lint() { cd proto && all_well "$(ls ./*/*/*.proto | wc -l | tr -d ' ') protos" go run "$buf" lint; }

# Generates the code of the protos somewhere else and compares.
generated() {
  fresh=$(mktemp -d)
  trap 'rm -rf "$fresh"' EXIT
  for plugin in "$protoc_gen_go" "$protoc_gen_go_grpc"; do GOBIN=$fresh all_well "$plugin" go install "$plugin"; done
  cp -R proto "$fresh"
  (cd "$fresh/proto" && PATH="$fresh:$PATH" all_well "$buf" go run "$buf" generate)
  for service in users orders payments; do diff -r "$fresh/$service/internal/pb" "$service/internal/pb"; done
}

tidy() { all_well 'go.mod and go.sum are tidy' go mod tidy -diff; }
vet() { all_well 'go vet' go vet ./...; }
staticcheck() { all_well "$staticcheck" go run "$staticcheck" ./...; }

# Two of its linters are steps of their own here. An editor that runs it alone has them by the configuration.
# Its cache holds the paths of the checkout that filled it, and in another one it no longer knows what is generated.
golangci_lint() {
  caches=${XDG_CACHE_HOME:-$HOME/.cache}
  export GOLANGCI_LINT_CACHE="$caches/golangci-lint-$(echo "$services" | cksum | cut -d ' ' -f 1)"
  all_well "$golangci_lint" go run "$golangci_lint" run --allow-serial-runners --disable=staticcheck,govet \
    --config "$services/.golangci.yml" ./...
}

# Whether it ends with 0 where it would change something depends on its version: what it prints counts too. What Go itself
# says, such as that it downloads, is of interest where it fails.
gofumpt() {
  said=$(mktemp)
  changed=$(go run "$gofumpt" -d . 2> "$said") && ended=0 || ended=$?
  if [ -n "$changed" ] || [ "$ended" != 0 ]; then
    echo "$changed"
    cat "$said"
    return 1
  fi
  rm "$said"
  echo "$gofumpt"
}

# The race detector is part of it. What a package prints is shown where a test fails.
tests() {
  cc=$(go env CC)
  [ "$(go env CGO_ENABLED)" = 1 ] && command -v "${cc%% *}" > /dev/null || missing 'the race detector needs a C compiler'
  output=$(go test -race -v ./... 2>&1) || {
    echo "$output" | grep -v -e '^=== ' -e '^ *--- PASS' -e '\[no test files\]'
    return 1
  }
  count() { echo "$output" | grep -c "^--- $1" || true; }
  echo "$(count PASS) tests passed, $(count SKIP) skipped"
  [ -n "${DATABASE_URL-}" ] || echo 'DATABASE_URL is not set: no repository was tested against a PostgreSQL'
}

# functions <kind>: the folders whose tests have such functions, and the functions, one pair a line.
functions() {
  grep -ro --include='*_test.go' "^func $1[A-Za-z0-9_]*" . | sed -E "s|/[^/]*:func ($1[A-Za-z0-9_]*)|  \1|" | sort
}

fuzz() {
  targets=$(functions Fuzz)
  [ -n "$targets" ] || { echo 'there is no fuzz target' && return 1; }
  echo "$targets" | while read -r folder target; do
    output=$(go test -run='^$' -fuzz="^$target\$" -fuzztime="$fuzztime" "$folder" 2>&1) || { echo "$output" && exit 1; }
    echo "$folder $target: $(echo "$output" | sed -nE 's/.*(execs: [0-9]+).*/\1/p' | tail -1)"
  done
}

bench() {
  folders=$(functions Benchmark | cut -d ' ' -f 1 | sort -u)
  [ -n "$folders" ] || { echo 'there is no benchmark' && return 1; }
  # shellcheck disable=SC2086 # a list of folders
  output=$(go test -run='^$' -bench=. -benchtime=1x $folders 2>&1) || { echo "$output" && return 1; }
  echo "$output" | grep '^Benchmark'
}

# Ends with 3 where it finds something. A database of vulnerabilities that cannot be reached is said and is no failure.
govulncheck() {
  if output=$(go run "$govulncheck" ./... 2>&1); then
    echo 'no vulnerability is known'
  elif echo "$output" | grep -q 'fetching vulnerabilities: '; then
    echo 'not checked: the database of vulnerabilities cannot be reached'
  else
    echo "$output"
    return 1
  fi
}

missing() {
  echo "check.sh: $1" >&2
  exit 4
}

all() {
  failed=''
  for line in $(list | tr ' ' ':'); do
    step=${line%%:*} module=${line#"$step"}
    module=${module#:}
    echo "== $step $module"
    # shellcheck disable=SC2086 # no module for some
    sh ./check.sh "$step" $module || {
      [ $? != 4 ] || exit 4
      failed="$failed  $step $module
"
    }
  done
  [ -z "$failed" ] || { printf 'Failed:\n%s' "$failed" && exit 1; }
  echo 'All is well.'
}

command -v go > /dev/null || missing 'Go is not installed: https://go.dev/doc/install'
case ${1-all} in
  all | list) "${1-all}" ;;
  *)
    list | grep -qx -e "$*" || {
      echo "check.sh: there is no step \"$*\"; these are: list, and what it prints" >&2
      exit 2
    }
    [ -z "${2-}" ] || cd "$2"
    case $1 in
      buf-lint) buf_lint ;;
      golangci-lint) golangci_lint ;;
      test) tests ;;
      *) "$1" ;;
    esac
    ;;
esac
