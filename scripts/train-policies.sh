#!/usr/bin/env bash
# Trains the policies of examples/policies, one for each walker, and exports them.
#
#     scripts/train-policies.sh FOLDER [WALKER...]
#
# They have smaller networks, smaller batches and more updates than the published student, and learn on easy tracks, in some
# 15 minutes of a core of an AMD EPYC (Zen 5) each. TEACHDRL is the command line, by default build/bin/teachdrl. A run that was
# stopped is gone on with.
set -euo pipefail

if [ $# -lt 1 ]; then
  sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
folder=$1
shift
tool=${TEACHDRL:-build/bin/teachdrl}
small="--hid 200 --l 2 --batch_size 256 --steps_per_ep 50000 --seed 1"

options() {
  case $1 in
  default) echo "--leg_size default --max_stump_h 0.5 $small --train_freq 1 --max_ep_len 500 --epochs 10 --nb_test_episodes 4" ;;
  short) echo "--leg_size short --max_stump_h 0.5 $small --train_freq 2 --max_ep_len 1000 --epochs 20 --nb_test_episodes 10" ;;
  quadru) echo "--leg_size quadru --max_stump_h 0.3 $small --train_freq 1 --max_ep_len 500 --epochs 10 --nb_test_episodes 4" ;;
  *)
    echo "train-policies: '$1' is no walker; they are short, default and quadru" >&2
    return 2
    ;;
  esac
}

if [ $# -eq 0 ]; then set -- default short quadru; fi
for walker in "$@"; do options "$walker" >/dev/null; done
for walker in "$@"; do
  run=$folder/$walker/${walker}_s1
  if [ ! -e "$run/config.json" ]; then
    # shellcheck disable=SC2046
    "$tool" train --threads 1 --quiet --data_dir "$folder" --exp_name "$walker" --teacher ALP-GMM \
      --max_obstacle_spacing 6.0 $(options "$walker")
  elif [ "$(tail -qn +2 "$run/progress.txt" | wc -l)" -lt "$(sed -n 's/^ *"epochs": \([0-9]*\),$/\1/p' "$run/config.json")" ]; then
    "$tool" train --threads 1 --quiet --resume "$run"
  fi
  "$tool" export "$run" "$folder/$walker.safetensors"
done
