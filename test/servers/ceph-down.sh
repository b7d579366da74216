#!/bin/bash
# Stops what ceph-up.sh started in FOLDER, by process id. usage: ceph-down.sh FOLDER
dir=${1:?folder}
# The gateway before the store it writes to, the monitor last.
files="$dir/run/client.rgw.pid $dir/run/osd.0.pid $dir/run/mon.a.pid"
pids=$(for file in $files; do [ -s "$file" ] && cat "$file" && echo; done)
for pid in $pids; do kill "$pid" 2>/dev/null; done
for _ in $(seq 20); do
  alive=''
  for pid in $pids; do kill -0 "$pid" 2>/dev/null && alive=yes; done
  [ -z "$alive" ] && exit 0
  sleep 0.1
done
for pid in $pids; do kill -9 "$pid" 2>/dev/null; done
exit 0
