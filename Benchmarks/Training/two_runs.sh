#!/usr/bin/env bash
# What two runs at once, a core each, lose against one alone on a core: `teachdrl train --jobs 2` beside `--jobs 1`, in
# turns. Two runs of the same seed do the same work.
#
#     Benchmarks/Training/two_runs.sh build/bin/teachdrl
set -euo pipefail
tool=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The wall time of the run of seed 1, from progress.txt, while the other seeds run too.
seconds() {
  rm -rf "$folder/runs"
  "$tool" train --threads 1 --seeds "$1" --jobs "$2" --data_dir "$folder" --exp_name runs --max_stump_h 3.0 --max_obstacle_spacing 6.0 \
    --steps_per_ep 2500 --epochs 1 --nb_test_episodes 1 >/dev/null
  tail -n1 "$folder"/runs/*_s1/progress.txt | cut -f13
}

echo "load average: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) cores"
for round in 1 2 3 4 5; do
  alone=$(seconds 1 1)
  together=$(seconds 1-2 2)
  echo "$alone $together" | awk -v round="$round" '{printf "%d  alone %.2f s, beside another %.2f s, lost %.1f %%\n", round, $1, $2, 100 * (1 - $1 / $2)}'
done | tee "$folder/rounds"
awk '{print $(NF-1)}' "$folder/rounds" | sort -n | awk '{loss[NR] = $1} END {printf "middle of %d: %.1f %% lost\n", NR, loss[int((NR + 1) / 2)]}'
