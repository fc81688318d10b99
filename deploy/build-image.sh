#!/usr/bin/env bash
# Builds the container image:   deploy/build-image.sh [name:tag]      default: molecule:<version>
#
#   BASE_IMAGE   what it stands on (default: the official ASP.NET runtime, see deploy/Dockerfile)
#   ENGINE       Orleans (default): for several hosts, on PostgreSQL. Embedded: for one, on SQLite or PostgreSQL
#
# Arguments after -- go to dotnet publish, for instance:   deploy/build-image.sh registry.example.com/molecule:1 -- -p:BuildCanvas=false
set -euo pipefail
cd "$(dirname "$0")/.."

version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
revision=$(git rev-parse HEAD 2>/dev/null || echo unknown)
image=molecule:$version
if [ $# -gt 0 ] && [ "$1" != -- ]; then image=$1; shift; fi
if [ "${1:-}" = -- ]; then shift; fi

case $(docker version --format '{{.Server.Arch}}') in
  amd64) runtime=linux-x64 ;;
  arm64) runtime=linux-arm64 ;;
  *) echo "Docker runs on neither amd64 nor arm64." >&2; exit 1 ;;
esac

context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT
mkdir "$context/app" "$context/data"
chmod 700 "$context/data"

dotnet publish Silo/Molecule.Silo.csproj -c Release -v q -nologo -p:Engine="${ENGINE:-Orleans}" -r "$runtime" --no-self-contained \
  -o "$context/app" -p:PublishDocumentationFiles=false -p:PublishReferencesDocumentationFiles=false \
  -p:IsTransformWebConfigDisabled=true "$@"
chmod -R a+rX,go-w "$context/app"

docker build -f deploy/Dockerfile -t "$image" \
  ${BASE_IMAGE:+--build-arg "BASE_IMAGE=$BASE_IMAGE"} --build-arg "VERSION=$version" --build-arg "REVISION=$revision" "$context"
echo "Built $image ($(docker run --rm "$image" --version))."
