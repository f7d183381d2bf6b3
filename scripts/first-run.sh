#!/usr/bin/env bash
# What `make run` shows: a teacher at work on the toy environment, then a walker that learns.
set -euo pipefail
cd "$(dirname "$0")/.."
teachdrl=build/bin/teachdrl
