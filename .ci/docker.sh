#!/usr/bin/env bash
# Sees to what `npm run test:compose` needs: a Docker engine that answers, Compose v2, and the images that the example shop
# names. What is there already is left alone, so it does nothing on a machine where Docker is set up and can pull.
# Else it installs Debian's engine, builds Compose from its Go module, and makes images as ../shared/images does where that
# folder lies beside this one. Ends with one line: exit 0 what there is, exit 4 what is missing.
# With --check it installs and makes nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

compose_version=v2.40.3
compose_module=github.com/docker/compose/v2
cache=${XDG_CACHE_HOME:-$HOME/.cache}/slipway
log=$(mktemp)
work=$(mktemp -d)
trap 'rm -rf "$log" "$work"' EXIT

missing() {
  echo "docker: $1" >&2
  exit 4
}

# What a command says is of interest only when it fails.
quietly() {
  "$@" >"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    return 1
  }
}

has() {
  command -v "$1" >/dev/null
}

# install <package...>: fails where this user cannot.
install() {
  [ "$(id -u)" -eq 0 ] && has apt-get || return 1
  export DEBIAN_FRONTEND=noninteractive
  local tries=0
  # The lock of the package lists is not waited for, unlike that of the packages.
  until quietly apt-get update; do
    tries=$((tries + 1))
    [ "$tries" -lt 10 ] || return 1
    sleep 6
  done
  quietly apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"
}

answers() {
  docker info >/dev/null 2>&1
}

engine() {
  ! answers || return 0
  if ! has dockerd || ! has docker; then
    local packages=(docker.io)
    # Newer releases have the command line in a package of its own.
    ! has apt-cache || [ -z "$(apt-cache search --names-only '^docker-cli$')" ] || packages+=(docker-cli)
    install "${packages[@]}" || missing 'no engine answers, and none can be installed here (that needs root and apt)'
  fi
  [ "$(id -u)" -eq 0 ] || missing 'no engine answers this user'
  mkdir -p "$cache"
  if ! answers; then
    # Outlives this script, as a service would.
    setsid nohup dockerd >"$cache/dockerd.log" 2>&1 </dev/null &
  fi
  for _ in $(seq 60); do
    ! answers || return 0
    sleep 1
  done
  missing "dockerd does not answer: $(tail -n 1 "$cache/dockerd.log")"
}

# build_go <module> <version> <package> <file> [flag...]: a program of a module whose go.mod replaces others, which
# `go install` refuses.
build_go() {
  local module=$1 version=$2 package=$3 file=$4
  shift 4
  has go || missing "Go is needed to build $package"
  local folder
  folder=$(mktemp -d "$work/go.XXXX")
  (
    # One chain: bash does not stop at a failure in what stands before `||`, as the calls of this do.
    cd "$folder" && mkdir -p "$(dirname "$file")" &&
      quietly go mod init build &&
      quietly go get "$package@$version" &&
      CGO_ENABLED=0 quietly go build -trimpath "$@" -o "$file.part" "$package" &&
      mv "$file.part" "$file"
  )
}

compose() {
  ! docker compose version >/dev/null 2>&1 || return 0
  local plugin=$cache/docker-compose-$compose_version
  [ -x "$plugin" ] || build_go "$compose_module" "$compose_version" "$compose_module/cmd" "$plugin" \
    -ldflags "-s -w -X $compose_module/internal.Version=$compose_version" || missing 'Compose v2 does not build'
  mkdir -p "$HOME/.docker/cli-plugins"
  ln -sf "$plugin" "$HOME/.docker/cli-plugins/docker-compose"
  docker compose version >/dev/null 2>&1 || missing 'Compose v2 does not start'
}

# What the compose file of the example takes from registries, and what the images of its services start from.
references() {
  local folder=$work/dist
  quietly npx tsx bin/slipway.ts synth compose --environment local --out "$folder" &&
    sed -nE 's/^ +image: ([^$ ]+)$/\1/p' "$folder/local/compose/compose.yaml" &&
    sed -nE 's/^ARG [A-Z]+_IMAGE=(.+)$/\1/p' examples/shop/services/*/Dockerfile
}

# The layout of the real image, whose folder the compose file names.
grpc_health_probe() {
  local module=github.com/grpc-ecosystem/grpc-health-probe folder=$work/grpc-health-probe
  build_go "$module" "${1##*:}" "$module" "$folder/grpc-health-probe" -ldflags '-s -w' || return 1
  printf '%s\n' 'FROM scratch' 'COPY grpc-health-probe /ko-app/' 'USER 65532:65532' \
    'ENTRYPOINT ["/ko-app/grpc-health-probe"]' >"$folder/Dockerfile"
  quietly docker build --tag "$1" "$folder"
}

stand_in() {
  local images=$work/images
  [ -d ../shared/images ] || return 1
  # A copy: what cannot be written there could not be written in the images, and Kafka's writes its configuration.
  [ -d "$images" ] || { cp -r ../shared/images "$images" && chmod -R u+w "$images"; }
  has debootstrap || install debootstrap || return 1
  [[ $1 != *kafka* ]] || has mvn || install maven || return 1
  quietly "$images/images.sh" "$1"
}

# As the real image: one static program under all of its names. The compose file copies some of them.
busybox() {
  local folder=$work/busybox
  stand_in "$1" || return 1
  mkdir "$folder" || return 1
  printf '%s\n' "FROM $1 AS programs" 'FROM scratch' 'COPY --from=programs /bin/busybox /bin/' \
    'RUN ["/bin/busybox", "--install", "/bin"]' 'CMD ["sh"]' >"$folder/Dockerfile"
  quietly docker build --tag "$1" "$folder"
}

make_image() {
  case $1 in
    */grpc-health-probe:*) grpc_health_probe "$1" ;;
    */busybox:*) busybox "$1" ;;
    *) stand_in "$1" ;;
  esac
}

images() {
  there=0 pulled=0 made=0
  local image list
  list=$(references | sort -u) || missing 'the compose file of the example is not made'
  for image in $list; do
    if docker image inspect "$image" >/dev/null 2>&1; then
      there=$((there + 1))
    elif docker pull --quiet "$image" >/dev/null 2>&1; then
      pulled=$((pulled + 1))
    elif make_image "$image"; then
      made=$((made + 1))
    else
      missing "the image $image is not there, and can be neither pulled nor made here"
    fi
  done
}

if [ "${1:-}" = --check ]; then
  answers || missing 'no engine answers; bash .ci/docker.sh installs one'
  docker compose version >/dev/null 2>&1 || missing 'Compose v2 is missing; bash .ci/docker.sh builds it'
  exit
fi
engine
compose
images
echo "docker: engine $(docker version --format '{{.Server.Version}}'), Compose $(docker compose version --short)," \
  "images: $there there, $pulled pulled, $made made"
