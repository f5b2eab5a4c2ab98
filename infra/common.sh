# Shared by the scripts beside it: where things are installed, and one way to fail.
# shellcheck shell=sh

infra=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
PERENNIAL_HOME=${PERENNIAL_HOME:-$(dirname -- "$infra")/.perennial}

# The pins in FILE as "name-version" joined by "+": the name of the folder they are installed to.
pins() {
    sed -n 's/^\([a-z0-9-]*\)==\([^ ]*\).*/\1-\2/p' "$1" | paste -s -d + -
}

fail() {
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    exit 1
}

# install WHAT: python does the work, because pip needs it anyway and it can rename and lock atomically.
install() {
    command -v python3 >/dev/null 2>&1 ||
        fail "python3 is not on the PATH; install Python 3.8 or newer with pip"
    exec python3 "$infra/install.py" "$1" "$2"
}

servers=$PERENNIAL_HOME/servers/$(pins "$infra/servers.txt")
