#!/bin/sh
# serve.sh BIN DIRECTORY durable|fast: runs a PostgreSQL server as long as its standard input is open. Whoever holds the other end ends the server by writing
# "stop" (the data stays) or by dying in any way (the data goes).
bin=$1
directory=$2
data=$directory/data

[ -d "$data" ] || "$bin/initdb" -D "$data" -U molecule -A trust -E UTF8 --locale=C --no-sync >"$directory/initdb.log" 2>&1 || exit 1

# What tests write must not survive a power failure: no flushes. A measurement wants them.
hasty='-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off'
[ "$3" = fast ] || hasty=
"$bin/postgres" -D "$data" -c listen_addresses= -c unix_socket_directories="$directory" -c max_connections=300 -c shared_buffers=64MB \
    $hasty >>"$directory/server.log" 2>&1 </dev/null &
server=$!

# The server may also end by itself; then nobody writes to us any more, and the end of the input comes with the end of the tests.
read -r order
kill -INT "$server" 2>/dev/null
wait "$server"
[ "$order" = stop ] || rm -rf "$directory"
