#!/usr/bin/env bash
# Starts the edge: renders nginx.conf with the settings of the environment, and runs nginx until it is told to
# stop (SIGTERM and SIGQUIT let answers finish). Its error log goes to standard error with every target of a
# request taken out, since targets hold tokens.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

fail() {
  echo "edge: $*" >&2
  exit 1
}

# Kubernetes puts a Service's addresses into the environment of a namespace's pods: nobody set these.
is_service_link() {
  local host service rest
  for host in $(compgen -e | grep '_SERVICE_HOST$' || true); do
    service=${host%_SERVICE_HOST}
    rest=${1#"$service"_}
    [ "$rest" != "$1" ] || continue
    [[ $rest =~ ^(SERVICE_(HOST|PORT(_[A-Za-z0-9_]+)?)|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$ ]] && return
    [[ $rest = PORT && ${!1} =~ ^(tcp|udp|sctp):// ]] && return
  done
  return 1
}

# The name of settings.txt that $1 is nearest to, in letters to change; nothing where it is another word.
nearest_setting() {
  awk -v name="$1" '
    function distance(a, b,    i, j, row, before, kept, least) {
      for (j = 0; j <= length(b); j++) row[j] = j
      for (i = 1; i <= length(a); i++) {
        before = row[0]; row[0] = i
        for (j = 1; j <= length(b); j++) {
          kept = row[j]
          least = before + (substr(a, i, 1) != substr(b, j, 1))
          if (row[j] + 1 < least) least = row[j] + 1
          if (row[j - 1] + 1 < least) least = row[j - 1] + 1
          row[j] = least; before = kept
        }
      }
      return row[length(b)]
    }
    BEGIN { most = int((length(name) - 8) * 0.4) }
    { d = distance(name, $1); if (d <= most) { most = d - 1; found = $1 } }
    END { print found }' "$home/settings.txt"
}

# A misspelt name would be passed over without a word. Programs may share one file of settings: it is one of any of them.
refuse_misnamed() {
  local name plain nearest file wrong=0
  for name in $(compgen -e | grep '^LECTERN_' | grep -v '^LECTERN_TEST_'); do
    plain=${name%_FILE}
    grep -qxF -e "$name" -e "$plain" "$home/settings.txt" && continue
    is_service_link "$name" && continue
    nearest=$(nearest_setting "$plain")
    file=${name#"$plain"}
    echo "edge: $name: there is no such setting${nearest:+; did you mean $nearest$file?}" >&2
    wrong=1
  done
  [ "$wrong" = 0 ] || fail 'it does not start with settings that there are not; docs/reference.md has all'
}

# The value of a setting, from NAME or from the file that NAME_FILE names; $2 where neither is set.
setting() {
  local name=$1 file_name="$1_FILE"
  if [ -n "${!name:-}" ]; then
    printf %s "${!name}"
  elif [ -n "${!file_name:-}" ]; then
    [ -r "${!file_name}" ] || fail "the file of $file_name can't be read: is it mounted, and may user $(id -u) read it?"
    printf %s "$(<"${!file_name}")"
  else
    printf %s "${2-}"
  fi
}

# Nothing reaches the configuration that does not fit its expression. $4 is what it should be.
checked() {
  local name=$1 pattern=$2 value
  value=$(setting "$name" "${3-}")
  [ -n "$value" ] || [[ '' =~ ^($pattern)$ ]] || fail "the setting $name is missing${4:+: it is $4}"
  [[ $value =~ ^($pattern)$ ]] || fail "the setting $name is not valid${4:+: it is $4}"
  printf %s "$value"
}

items() {
  local item
  tr ',' '\n' <<<"$1" | while read -r item; do [ -z "$item" ] || printf '%s\n' "$item"; done
}

log_level() {
  case $(checked LECTERN_LOG_LEVEL 'trace|debug|info|warn|error|fatal|silent' info) in
    trace | debug) echo info ;;
    info) echo notice ;;
    warn) echo warn ;;
    error) echo error ;;
    fatal) echo crit ;;
    silent) echo emerg ;;
  esac
}

trusted_proxies() {
  local proxy
  items "$(setting LECTERN_TRUSTED_PROXIES)" | while read -r proxy; do
    [[ $proxy =~ ^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$ ]] || fail 'LECTERN_TRUSTED_PROXIES holds something that is neither an IP address nor a CIDR block'
    echo "  set_real_ip_from $proxy;"
  done
}

# Origins whose pages may read the answers. Where that is all of them, or none, nothing is looked up for each request.
exposed='ETag, Content-Length, Content-Range, Accept-Ranges, X-Request-Id'
cors_settings() {
  local origins origin entries=''
  origins=$(items "$(setting LECTERN_CORS_ORIGINS '*')")
  values[CORS]='' values[CORS_VARY]='' values[CORS_ORIGIN]='""' values[CORS_EXPOSED]='""'
  [ -n "$origins" ] || return 0
  if grep -qxF '*' <<<"$origins"; then
    values[CORS_ORIGIN]='"*"' values[CORS_EXPOSED]="\"$exposed\""
    return
  fi
  while read -r origin; do
    [[ $origin =~ ^[a-z][a-z0-9+.-]*://[A-Za-z0-9.:_-]+$|^[a-z]+://\[[0-9A-Fa-f:.]+\](:[0-9]+)?$ ]] ||
      fail 'LECTERN_CORS_ORIGINS holds something that is neither * nor an origin'
    entries+="    \"$origin\" \"$origin\";"$'\n'
  done <<<"$origins"
  values[CORS]="  map \$http_origin \$lectern_cors_origin {
    default \"\";
$entries  }
  map \$lectern_cors_origin \$lectern_cors_exposed {
    \"\" \"\";
    default \"$exposed\";
  }"
  values[CORS_VARY]=Origin values[CORS_ORIGIN]="\$lectern_cors_origin" values[CORS_EXPOSED]="\$lectern_cors_exposed"
}

# Where the bucket is, for nginx; lectern/bucket.lua reads the same settings.
bucket_settings() {
  local region bucket endpoint host style
  region=$(checked LECTERN_S3_REGION '[a-z0-9-]+' us-east-1)
  bucket=$(checked LECTERN_S3_BUCKET '[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]' '' "the bucket's name")
  endpoint=$(checked LECTERN_S3_ENDPOINT '(https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?)?' '' \
    'http:// or https://, a host name and perhaps a port')
  host=${endpoint#*://}
  host=${host%/}
  [ -n "$host" ] || host="s3.$region.amazonaws.com"
  style=$([ -n "$endpoint" ] && echo true || echo false)
  style=$(checked LECTERN_S3_PATH_STYLE 'true|false' "$style")
  [ "$style" = true ] || host="$bucket.$host"
  [ -n "$(setting LECTERN_S3_ACCESS_KEY)" ] || fail 'the setting LECTERN_S3_ACCESS_KEY is missing'
  [ -n "$(setting LECTERN_S3_SECRET_KEY)" ] || fail 'the setting LECTERN_S3_SECRET_KEY is missing'
  values[S3_HOST]=$host
  values[S3_NAME]=${host%%:*}
  values[CACHE]=$(checked LECTERN_EDGE_CACHE "$path" "$run/cache")
  values[CACHE_MIB]=$(checked LECTERN_EDGE_CACHE_MIB "$count" 10240)
  values[CACHE_HOURS]=$(checked LECTERN_EDGE_CACHE_HOURS "$count" 168)
  values[RESOLVER]=$(resolver)
  values[BUCKET]=$(<"$home/bucket.conf")
  values[MAIN_LOCATION]=$(<"$home/bucket-location.conf")
  rm -f "$run/bucket.sock"
}

# The names of a bucket's servers change: they are asked for again as their time to live says.
resolver() {
  local servers
  servers=$(awk '$1 == "nameserver" && $2 !~ /%/ { print ($2 ~ /:/) ? "[" $2 "]" : $2 }' /etc/resolv.conf 2>/dev/null |
    tr '\n' ' ' || true)
  [ -z "$servers" ] || printf 'resolver %s;' "${servers% }"
}

# How long the bucket may take, when the edge ends, to take what is left of usage.
leftover_seconds=15

refuse_misnamed
user=''
if [ "$(id -u)" = 0 ]; then
  user="user $(checked LECTERN_EDGE_USER '[a-z_][a-z0-9_-]*' www-data);"
fi

# A connection takes two descriptors, its own and its file's.
ulimit -Sn "$(ulimit -Hn)"
descriptors=$(ulimit -Sn)
[ "$descriptors" != unlimited ] || descriptors=1048576

listen='([0-9.]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}'
path='/[A-Za-z0-9._/-]+'
count='[1-9][0-9]{0,8}'
run=$(checked LECTERN_EDGE_RUN "$path" /run/lectern-edge 'the path of a folder')
{ mkdir -p "$run" && [ -w "$run" ]; } 2>/dev/null ||
  fail "LECTERN_EDGE_RUN names a folder that user $(id -u) can't write: mount an empty one at $run"
export LECTERN_EDGE_RUN=$run

declare -A values
values[HOME]=$home
values[LUA]=$home/lua
values[RUN]=$run
values[USER]=$user
values[LOG_LEVEL]=$(log_level)
values[ACCESS_LOG]=$(checked LECTERN_EDGE_ACCESS_LOG "$path" /dev/fd/3)
values[POD]=$(checked LECTERN_POD '[A-Za-z0-9._-]*' '')
values[WORKERS]=$(checked LECTERN_EDGE_WORKERS "auto|$count" auto)
values[CONNECTIONS]=$((descriptors / 2 < 16384 ? descriptors / 2 : 16384))
values[LISTEN]=$(checked LECTERN_EDGE_LISTEN "$listen" 0.0.0.0:8083 'an address and a port, as 0.0.0.0:8083')
values[HEALTH_LISTEN]=$(checked LECTERN_EDGE_HEALTH_LISTEN "$listen" 127.0.0.1:8084 'an address and a port, as 127.0.0.1:8084')
values[DELIVERY]=$(checked LECTERN_EDGE_DELIVERY '[A-Za-z0-9.-]+:[0-9]{1,5}|\[[0-9A-Fa-f:.]+\]:[0-9]{1,5}' '' \
  "delivery's host and port, as delivery:8081")
open_objects=$(checked LECTERN_DELIVERY_OPEN_OBJECTS "$count" 512)
open_seconds=$(checked LECTERN_DELIVERY_OPEN_SECONDS "$count" 60)
values[OPEN_FILES]=$((open_objects * 3 / 2 + 16))
values[INACTIVE_SECONDS]=$((open_seconds + 5))
values[AIO]=$(checked LECTERN_EDGE_AIO 'off|threads' off 'off or threads')
values[STALL_SECONDS]=$(checked LECTERN_DELIVERY_STALL_SECONDS "$count" 60)
values[SHUTDOWN_SECONDS]=$(checked LECTERN_SHUTDOWN_SECONDS "$count" 20)
values[TRUSTED_PROXIES]=$(trusted_proxies)
cors_settings
# Twelve hex digits.
values[START]=$(od -An -N6 -tx1 /dev/urandom | tr -d ' \n')
values[BUCKET]=''
usage=$(checked LECTERN_USAGE_PATH "($path)?" '' 'the path of a folder')
ring=$(setting LECTERN_KEY_RING)
[ -n "$ring" ] || fail "the setting LECTERN_KEY_RING is missing: it is the path of the key ring's file, the same as delivery's"
[ -r "$ring" ] || fail "LECTERN_KEY_RING names a file that can't be read: is it mounted, and may user $(id -u) read it?"
storage=$(checked LECTERN_STORAGE 'nfs|s3' nfs 'nfs or s3')
if [ "$storage" = nfs ]; then
  root=$(checked LECTERN_STORAGE_PATH "$path" '' 'the path of the folder that holds assets/')
  [ -d "$root" ] || fail 'LECTERN_STORAGE_PATH names no folder: is the claim mounted there?'
  while [[ $root == */ ]]; do root=${root%/}; done
  values[ROOT]=${root:-/}
  values[MAIN_LOCATION]=$(<"$home/files-location.conf")
else
  bucket_settings
fi

# Writes a file of the configuration: first the parts that hold names themselves, then the settings.
rendered() {
  local text name
  text=$(<"$home/$1")
  for name in BUCKET MAIN_LOCATION; do
    text=${text//"@$name@"/"${values[$name]}"}
  done
  for name in "${!values[@]}"; do
    text=${text//"@$name@"/"${values[$name]}"}
  done
  printf '%s\n' "$text" >"$run/$1"
}
rendered environment.conf
rendered headers.conf
rendered nginx.conf
rendered leftover.conf

# nginx ends its error messages with the request line and the referrer: they are cut off, and so is whatever
# else looks like the signed part of a URL.
without_targets() {
  exec sed -u -E -e 's#, (request|upstream|referrer): ".*$##' -e 's#~h=[^/ "]*#~h=-#g' -e 's#/s/[^ "]*#/s/-#g'
}

# Through pipes of our own, since standard output may be one that only somebody else may open. They outlive a
# signal to the whole group, and end when nginx has closed them.
exec {log}> >(trap '' TERM QUIT INT && exec cat)
log_reader=$!
exec {errors}> >(trap '' TERM QUIT INT && without_targets >&2)
errors_reader=$!
nginx -e stderr -p "$run" -c "$run/nginx.conf" 3>&"$log" 2>&"$errors" {log}>&- {errors}>&- &
nginx=$!
exec {log}>&-
trap 'kill -QUIT "$nginx" 2>/dev/null || true' TERM QUIT INT
# A signal ends the wait, not nginx.
while true; do
  status=0
  wait "$nginx" || status=$?
  kill -0 "$nginx" 2>/dev/null || break
done
# What is left of usage is of no use to whoever comes next, where the folder goes with the container.
if [ "$storage" = s3 ] && [ -n "$usage" ] && [ -n "$(find "$usage" -name '*.ndjson' -print -quit 2>/dev/null)" ]; then
  rm -f "$run/bucket.sock"
  timeout -k 1 "$leftover_seconds" nginx -e stderr -p "$run" -c "$run/leftover.conf" 2>&"$errors" {errors}>&- || true
fi
exec {errors}>&-
wait "$log_reader" "$errors_reader" 2>/dev/null || true
exit "$status"
