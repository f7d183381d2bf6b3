#!/usr/bin/env bash
# Tries a wheel where nothing of it is: in an empty virtual environment of a minimal Debian 12 (debootstrap, chroot) that
# has neither Swift nor Box2D. What it depends on is downloaded here; inside, nothing is. Needs root.
set -euo pipefail
cd "$(dirname "$0")/.."
wheel=$1
root=$PWD/build/empty-debian
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
  grep -E '^(deb|URIs:) ' | grep -oE 'https?://[^ ]+' | grep -v security | head -1 || true)

# The sources alone, without a library beside them, must say what is missing.
alone=$(mktemp -d)
trap 'rm -rf "$alone"' EXIT
git ls-files -z bindings/python | xargs -0 cp -P --parents -t "$alone"
if said=$(.venv-wheel/bin/python -m pip install --quiet --no-deps --no-build-isolation --target "$alone/installed" \
  "$alone/bindings/python" 2>&1) || ! grep -q 'teachdrl: there is no libteachdrl.so.0' <<<"$said"; then
  echo "the sources without a library were installed, or failed without saying why: $said" >&2
  exit 1
fi

command -v debootstrap >/dev/null || apt-get install -y -qq --no-install-recommends debootstrap >/dev/null
if [ ! -e "$root/ready" ]; then
  rm -rf "$root"
  debootstrap --variant=minbase --include=python3,python3-venv bookworm "$root" "${mirror:-http://deb.debian.org/debian}" >/dev/null
  touch "$root/ready"
fi
rm -rf "$root/try" && mkdir -p "$root/try/Tests"
cp "$wheel" "$root/try/"
# The tests look for the header and the examples where a working copy has them.
cp -r Tests/Python "$root/try/Tests/"
cp -r include examples "$root/try/"
# The chroot's Python is Debian 12's, 3.11.
python3 -m pip download --quiet --disable-pip-version-check --only-binary=:all: --python-version 3.11 \
  --dest "$root/try/wheels" numpy gymnasium pytest
cat >"$root/try/run.sh" <<'EOF'
set -euo pipefail
cd /try
if command -v swift || ls /usr/lib/*/libbox2d* 2>/dev/null || ls -d /usr/lib/swift* 2>/dev/null; then
  echo "this Debian is not empty" >&2
  exit 1
fi
python3 -m venv venv
venv/bin/python -m pip install --quiet --no-index --find-links wheels teachdrl-*.whl gymnasium pytest
venv/bin/python - <<'PYTHON'
import teachdrl, gymnasium
env = gymnasium.make("teachdrl/StumpTracks-v0")
env.reset(seed=1, options={"task": [0.5, 3.0]})
env.step(env.action_space.sample())
print("teachdrl", teachdrl.__version__, "from", teachdrl.__file__)
PYTHON
timeout 600 venv/bin/python -m pytest -q -p no:cacheprovider Tests/Python/core Tests/Python/environments
EOF
chroot "$root" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/root bash /try/run.sh
