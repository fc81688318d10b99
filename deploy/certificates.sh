#!/usr/bin/env bash
# Certificates for the ports between the processes of a cluster (MOLECULE_TLS_*), from an authority that signs for this cluster and nothing else:
#
#   deploy/certificates.sh authority DIRECTORY          makes authority.pem and authority.key in it, for ten years
#   deploy/certificates.sh member DIRECTORY [NAME]      makes DIRECTORY/NAME (default: silo), for one year
#
# A member gets the folder of its name: silo.pem, silo.key and authority.pem. authority.key leaves DIRECTORY for nobody.
set -euo pipefail

usage() { sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2; }
[ $# -ge 2 ] || usage
umask 077
mkdir -p "$2"
cd "$2"

keep() { [ ! -e "$1" ] || { echo "$PWD/$1 is there already. Move it away first: what it signed stops to be trusted without it." >&2; exit 1; }; }

case $1 in
  authority)
    keep authority.key
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 3650 -subj "/CN=Molecule cluster $(date -u +%F)" \
      -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign -keyout authority.key -out authority.pem 2>/dev/null
    chmod 644 authority.pem
    ;;
  member)
    name=${3:-silo}
    mkdir -p "$name"
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -subj "/CN=$name" -keyout "$name/silo.key" -out "$name/silo.csr" 2>/dev/null
    openssl x509 -req -in "$name/silo.csr" -CA authority.pem -CAkey authority.key -CAcreateserial -days 365 -out "$name/silo.pem" 2>/dev/null -extfile <(
      printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth,clientAuth\nsubjectAltName=DNS:%s\n' "$name")
    rm "$name/silo.csr"
    cp authority.pem "$name/"
    ;;
  *) usage ;;
esac
