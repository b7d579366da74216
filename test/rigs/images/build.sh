#!/usr/bin/env bash
# Builds the images of Lectern with buildah, where no registry of images can be reached: the base that the Dockerfiles
# name is made on this machine, of Debian's packages and the Node.js of this clone's npm packages. Prints their sizes.
#
#   test/rigs/images/build.sh [--tag TAG] [APP …]         APP: uploader, delivery, worker, edge; all of them unless named
#
# Needs root, buildah, debootstrap, and packages installed by npm. A base that is there is used as it is;
# buildah rmi docker.io/library/node:24-bookworm-slim lets it be made anew.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

node_image=docker.io/library/node:24-bookworm-slim
debian_image=docker.io/library/debian:bookworm-slim
tag=rig
apps=()
while [ $# -gt 0 ]; do
  case $1 in
    --tag)
      tag=${2:?--tag wants a name}
      shift 2
      ;;
    uploader | delivery | worker | edge)
      apps+=("$1")
      shift
      ;;
    *)
      echo "build.sh: there is no image or option $1" >&2
      exit 2
      ;;
  esac
done
[ ${#apps[@]} -gt 0 ] || apps=(uploader delivery worker edge)

container=''
tidy_up() { [ -z "$container" ] || buildah rm "$container" >/dev/null 2>&1 || true; }
trap tidy_up EXIT
trap 'exit 130' INT TERM

is_there() { buildah inspect --type image "$1" >/dev/null 2>&1; }

# Where this machine gets Debian's packages from.
debian_mirror() {
  {
    sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources
    sed -n 's/^deb \(\[[^]]*\] \)\?\([^ ]*\) .*/\2/p' /etc/apt/sources.list
  } 2>/dev/null | head -n 1
}

# What Debian's slim images leave out, now and when packages are installed later.
slim() {
  local root=$1 unwanted
  {
    for unwanted in doc man info lintian linda groff locale; do
      echo "path-exclude /usr/share/$unwanted/*"
    done
    echo 'path-include /usr/share/doc/*/copyright'
    echo 'path-include /usr/share/locale/locale.alias'
  } >"$root/etc/dpkg/dpkg.cfg.d/slim"
  find "$root/usr/share/doc" -mindepth 1 ! -type d ! -name copyright -delete
  find "$root/usr/share/doc" -mindepth 1 -type d -empty -delete
  rm -rf "$root"/usr/share/{man,info,lintian,linda,groff,locale}/* \
    "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/var/log/*.log "$root"/var/log/apt
}

# The way to Debian's packages (and to npm's, in make_node) is this machine's own: so are the bases.
connect() {
  local root=$1
  if [ -e /etc/apt/sources.list.d/debian.sources ]; then
    install -D -m 0644 /etc/apt/sources.list.d/debian.sources "$root/etc/apt/sources.list.d/debian.sources"
    : >"$root/etc/apt/sources.list"
  else
    install -m 0644 /etc/apt/sources.list "$root/etc/apt/sources.list"
  fi
  apt-config dump | grep -E '^Acquire::https?::' >"$root/etc/apt/apt.conf.d/90-this-machine" || true
  install -D -m 0644 /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
}

make_debian() {
  local root
  echo "making $debian_image"
  container=$(buildah from scratch)
  root=$(buildah mount "$container")
  debootstrap --variant=minbase --include=ca-certificates bookworm "$root" "$(debian_mirror)" >/dev/null
  slim "$root"
  connect "$root"
  buildah umount "$container" >/dev/null
  buildah config --cmd bash "$container"
  buildah commit --quiet --rm "$container" "$debian_image" >/dev/null
  container=''
}

make_node() {
  local root node npm
  echo "making $node_image"
  node=$(readlink -f node_modules/.bin/node)
  [ -x "$node" ] || {
    echo 'build.sh: install the npm packages first (npm ci)' >&2
    exit 1
  }
  npm=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")
  container=$(buildah from --pull-never "$debian_image")
  root=$(buildah mount "$container")
  install -m 0755 "$node" "$root/usr/local/bin/node"
  mkdir -p "$root/usr/local/lib/node_modules"
  cp -rL "$npm" "$root/usr/local/lib/node_modules/npm"
  mkdir -p "$root/usr/local/etc"
  {
    echo "registry=$(npm config get registry)"
    echo 'cafile=/etc/ssl/certs/ca-certificates.crt'
  } >"$root/usr/local/etc/npmrc"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/local/bin/npx"
  buildah umount "$container" >/dev/null
  buildah config --cmd node --env "NODE_VERSION=$("$node" --version | cut -c 2-)" "$container"
  buildah commit --quiet --rm "$container" "$node_image" >/dev/null
  container=''
}

version=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' package.json)
revision=$(git rev-parse HEAD 2>/dev/null || echo unknown)
when=$(git log -1 --format=%ct 2>/dev/null || date +%s)

build() {
  local app=$1 file=docker/Dockerfile
  [ "$app" != edge ] || file=docker/edge/Dockerfile
  if [ ! -e "$file" ]; then
    echo "left out: $app, for there is no $file"
    return
  fi
  echo "building lectern/$app:$tag"
  # Health checks are known to Docker's format alone; chroot is how a build runs where it may make no namespaces.
  buildah build --format docker --layers --isolation chroot --pull-never --network host --timestamp "$when" \
    --build-arg "APP=$app" --build-arg "VERSION=$version" --build-arg "REVISION=$revision" \
    --tag "localhost/lectern/$app:$tag" --file "$file" --quiet . >/dev/null
}

is_there "$debian_image" || make_debian
[ "${apps[*]}" = edge ] || is_there "$node_image" || make_node
for app in "${apps[@]}"; do build "$app"; done
echo
buildah images --format '{{.Name}}:{{.Tag}} {{.Size}}' | grep -E "/(lectern/|node:|debian:)" | sort | column -t
