#!/usr/bin/env bash
# The training runs of docs/results/learning/README.md, several at a time, a core each. It can be stopped whenever and called
# again: each run goes on where it was.
#
#     scripts/learning-campaign.sh FOLDER [JOBS] [STAGE]
#
# Stages: `compare` (ALP-GMM and Random, three seeds each, 1,000,000 steps), `more` (three more seeds of ALP-GMM), `long`
# (one run goes on to 5,000,000), `walkers` (the short walker, and the quadruped on Hexagon Tracks, 2,000,000 steps each);
# by default all.
# TEACHDRL is the command line, by default build/bin/teachdrl; OPTIONS are further options of every new run, such as
# "--contacts published"; STEPS shortens epochs, for a try.
set -euo pipefail

if [ $# -lt 1 ] || [ $# -gt 3 ]; then
  sed -n '2,11s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
folder=$1
jobs=${2:-$(nproc)}
stage=${3:-all}
export tool=${TEACHDRL:-build/bin/teachdrl}
export folder steps=${STEPS:-100000} options=${OPTIONS:-}

stumps="--leg_size default --max_stump_h 3.0 --max_obstacle_spacing 6.0"

# The lines are: name, seed, epochs, options.
compare() {
  for teacher in ALP-GMM Random; do
    for seed in 42 43 44; do echo "stumps_$teacher $seed 10 --teacher $teacher $stumps"; done
  done
}
more() { for seed in 45 46 47; do echo "stumps_ALP-GMM $seed 10 --teacher ALP-GMM $stumps"; done; }
long() { echo "stumps_ALP-GMM 42 50 --teacher ALP-GMM $stumps"; }
walkers() {
  echo "short_ALP-GMM 42 20 --teacher ALP-GMM --leg_size short --max_stump_h 3.0 --max_obstacle_spacing 6.0"
  echo "quadru_ALP-GMM 42 20 --teacher ALP-GMM --leg_size quadru -hexa"
}

# Starts a run or goes on with it.
train() {
  name=$1 seed=$2 epochs=$3
  shift 3
  run=$folder/$name/${name}_s$seed
  # The first line is the names.
  if [ "$(tail -qn +2 "$run/progress.txt" 2>/dev/null | wc -l)" -ge "$epochs" ]; then return; fi
  if [ -e "$run/config.json" ]; then
    # A later stage has made the run longer, and goes on with it.
    if [ "$(sed -n 's/^ *"epochs": \([0-9]*\),$/\1/p' "$run/config.json")" -gt "$epochs" ]; then return; fi
    "$tool" train --threads 1 --quiet --resume "$run" --epochs "$epochs"
  else
    "$tool" train --threads 1 --quiet --data_dir "$folder" --exp_name "$name" --seed "$seed" --epochs "$epochs" \
      --steps_per_ep "$steps" "$@" $options
  fi
}
export -f train

run_all() { xargs --max-procs "$jobs" --max-lines=1 bash -c 'train "$@"' train; }

case $stage in
compare | more | long | walkers) "$stage" | run_all ;;
all)
  { compare; more; } | run_all
  { long; walkers; } | run_all
  ;;
*)
  echo "learning-campaign: '$stage' is no stage; they are compare, more, long, walkers and all" >&2
  exit 2
  ;;
esac
