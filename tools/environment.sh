#!/bin/sh
# Make .venv hold what a lock file says, and our own package: sh tools/environment.sh requirements.txt
#
# A run that was interrupted leaves .venv/unfinished behind, and the next one starts from nothing: pip takes a package
# that it copied half for a whole one. Of two runs at once, the later waits.
set -eu
cd "$(dirname "$0")/.."
lock=$1
stamp=.venv/installed-$lock

works() { "$@" >/dev/null 2>&1; }

# A pyenv shim may exist and yet fail to run: a Python counts only when it runs.
new_enough() { works "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; }
can_make_environments() { works "$1" -c 'import ensurepip, venv'; }

find_python() {
    python=
    for candidate in python3.13 python3.12 python3.11 python3; do
        new_enough "$candidate" || continue
        python=$candidate
        can_make_environments "$candidate" && return
    done
    if [ -z "$python" ]; then
        case $(uname) in
            Darwin) install="brew install python@3.13" ;;
            *) install="sudo apt-get install python3 python3-venv" ;;
        esac
        echo "This book needs Python 3.11 or newer, which was not found: install it with \`$install\`." >&2
    else
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        echo "Python $version lacks its venv module: install it with \`sudo apt-get install python$version-venv\`." >&2
    fi
    exit 1
}

wanted=$(cat "$lock" pyproject.toml | cksum)
is_ready() {
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && [ ! -f .venv/unfinished ] && works .venv/bin/python -c ''
}

take='
import fcntl
try:
    fcntl.flock(9, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("Another run is making the environment in .venv; waiting for it.", flush=True)
    fcntl.flock(9, fcntl.LOCK_EX)
'

# The lock is on file 9, which this script and all that it starts hold open: it goes when the last of them ends, however
# that happens. sh can lock nothing, and macOS has no program for it; any Python can, even one too old for the book.
wait_for_other_runs() {
    mkdir -p _build
    exec 9>>_build/environment-lock
    for candidate in python3 .venv/bin/python; do
        "$candidate" -c "$take" 2>/dev/null && return
    done
}

is_ready && exit 0
wait_for_other_runs || true
is_ready && exit 0

if [ -f .venv/unfinished ] || ! works .venv/bin/python -m pip --version; then
    find_python
    echo "Making an environment in .venv with $("$python" --version)."
    rm -rf .venv/bin .venv # the programs first: without them, what a killed run leaves counts for nothing
    mkdir .venv
    touch .venv/unfinished
    "$python" -m venv .venv
fi

echo "Installing what $lock lists into .venv; the first time takes a few minutes."
touch .venv/unfinished
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_USER=0
.venv/bin/python -m pip install --quiet --require-hashes --requirement "$lock"
.venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
echo "$wanted" > "$stamp"
rm .venv/unfinished
