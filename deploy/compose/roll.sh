#!/usr/bin/env bash
# Makes silos anew, one after the other, each when the one before is ready:   ./roll.sh [silo…]      default: all of them
# For a new image, other variables or other certificates. Nothing accepted is lost; a few requests may be
# answered 503 with Retry-After meanwhile.
set -euo pipefail
cd "$(dirname "$0")"
compose=${COMPOSE:-docker compose}

silos=("$@")
[ $# -gt 0 ] || mapfile -t silos < <($compose config --services | grep '^silo-' | sort)

for silo in "${silos[@]}"; do
  echo "$silo"
  $compose up -d --no-deps --force-recreate "$silo"
  for ((second = 0; ; second++)); do
    $compose exec -T "$silo" /app/Molecule.Silo health 2>/dev/null && break
    [ $second -lt 120 ] || { echo "$silo is not ready; the others were left as they are. Its log:"; $compose logs --tail 20 "$silo"; exit 1; }
    sleep 1
  done
  # The balancer asks once a second whether it may use it.
  sleep 3
done
