#!/usr/bin/env bash
# Sees to what `npm run test:cluster` needs: Kubernetes' API server, controllers, scheduler and kubectl, etcd, kwok, which says of
# each pod that it runs, and the CRDs that the manifests name. All are built from Go modules into a cache outside the repository,
# once: a second run finds them. SLIPWAY_CLUSTER=<folder> names a folder that has them already.
# Ends with one line: exit 0 what there is, exit 4 what is missing. With --check it builds nothing;
# with --folder it says where they are.
set -euo pipefail

kubernetes=1.36.3
etcd=3.6.14
kwok=0.8.0
gateway_api=1.6.1
cert_manager=1.21.2
folder=${SLIPWAY_CLUSTER:-${XDG_CACHE_HOME:-$HOME/.cache}/slipway/cluster-$kubernetes-$etcd-$kwok-$gateway_api-$cert_manager}
kube=(kube-apiserver kube-controller-manager kube-scheduler kubectl)

if [ "${1:-}" = --folder ]; then
  echo "$folder"
  exit
fi

missing() {
  echo "cluster: $1" >&2
  exit 4
}

command -v jq >/dev/null || missing 'jq is missing, which the rendered scripts call'
if [ -f "$folder/complete" ]; then
  [ "${1:-}" = --check ] || echo "cluster: Kubernetes $kubernetes, etcd $etcd and kwok $kwok are in $folder"
  exit
fi
[ "${1:-}" != --check ] || missing 'the programs are missing; bash .ci/cluster.sh builds them'
command -v go >/dev/null || missing 'Go is needed to build the programs'

log=$(mktemp)
work=$(mktemp -d)
trap 'rm -rf "$log" "$work"' EXIT
export CGO_ENABLED=0 GOFLAGS=-buildvcs=false

# What a command says is of interest only when it fails.
quietly() {
  "$@" >"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    return 1
  }
}

# where <module@version> <field>: of a module, downloaded.
where() {
  go mod download -json "$1" | jq -r ".$2"
}

# The modules that Kubernetes keeps in its own repository are published under another number.
build_kubernetes() {
  local definition module
  definition=$(where "k8s.io/kubernetes@v$kubernetes" GoMod)
  mkdir "$work/kubernetes" && cd "$work/kubernetes"
  {
    printf 'module programs\n\n'
    grep '^go ' "$definition"
    printf '\nrequire k8s.io/kubernetes v%s\n\nreplace (\n' "$kubernetes"
    for module in $(sed -nE 's#^\s*(k8s\.io/[a-z-]+) => \./staging.*#\1#p' "$definition" | sort -u); do
      printf '\t%s => %s v0.%s\n' "$module" "$module" "${kubernetes#*.}"
    done
    printf ')\n'
  } >go.mod
  {
    printf '//go:build tools\n\npackage programs\n\nimport (\n'
    printf '\t_ "k8s.io/kubernetes/cmd/%s"\n' "${kube[@]}"
    printf ')\n'
  } >programs.go
  local version=k8s.io/component-base/version minor=${kubernetes#*.}
  quietly go mod tidy &&
    quietly go build -trimpath -o "$folder/" \
      -ldflags "-s -w -X $version.gitVersion=v$kubernetes -X $version.gitMajor=${kubernetes%%.*} -X $version.gitMinor=${minor%%.*}" \
      "${kube[@]/#/k8s.io/kubernetes/cmd/}"
}

build_etcd() {
  mkdir "$work/etcd" && cd "$work/etcd"
  printf 'module programs\n\ngo 1.26.0\n\nrequire go.etcd.io/etcd/server/v3 v%s\n' "$etcd" >go.mod
  printf 'package main\n\nimport (\n\t"os"\n\n\t"go.etcd.io/etcd/server/v3/etcdmain"\n)\n\nfunc main() { etcdmain.Main(os.Args) }\n' >main.go
  quietly go mod tidy && quietly go build -trimpath -ldflags '-s -w' -o "$folder/etcd" .
}

# kwok, and the stages that lie in its module: what a node and a pod go through.
build_kwok() {
  local module
  GOBIN=$folder quietly go install -trimpath -ldflags '-s -w' "sigs.k8s.io/kwok/cmd/kwok@v$kwok" &&
    module=$(where "sigs.k8s.io/kwok@v$kwok" Dir) &&
    rm -rf "$folder/stages" && mkdir "$folder/stages" && copy_stages "$module"
}

copy_stages() {
  local part
  for part in node/fast node/heartbeat-with-lease pod/fast; do
    find "$1/kustomize/stage/$part" -maxdepth 1 -name '*.yaml' -not -name kustomization.yaml | while read -r file; do
      install -m 644 "$file" "$folder/stages/${part//\//-}-$(basename "$file")"
    done
  done
}

copy_crds() {
  local gateway certificates
  gateway=$(where "sigs.k8s.io/gateway-api@v$gateway_api" Dir) &&
    certificates=$(where "github.com/cert-manager/cert-manager@v$cert_manager" Dir) &&
    rm -rf "$folder/crds" && mkdir "$folder/crds" &&
    install -m 644 "$gateway"/config/crd/standard/gateway.networking.k8s.io_*s.yaml "$folder/crds/" &&
    install -m 644 "$certificates"/deploy/crds/*cert*.yaml "$folder/crds/"
}

mkdir -p "$folder"
(build_kubernetes) || missing "Kubernetes $kubernetes does not build"
(build_etcd) || missing "etcd $etcd does not build"
(build_kwok) || missing "kwok $kwok does not build"
(copy_crds) || missing 'the CRDs are not to be had'
touch "$folder/complete"
echo "cluster: built Kubernetes $kubernetes, etcd $etcd and kwok $kwok into $folder"
