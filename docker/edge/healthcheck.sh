#!/usr/bin/env bash
# Ends with 0 while the edge says that it lives.
set -euo pipefail
listen=${LECTERN_EDGE_HEALTH_LISTEN:-127.0.0.1:8084}
exec 3<>"/dev/tcp/127.0.0.1/${listen##*:}"
printf 'GET /livez HTTP/1.0\r\n\r\n' >&3
read -r -t 4 _ status _ <&3
[ "$status" = 200 ]
