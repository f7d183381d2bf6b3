#!/usr/bin/env bash
# Compares what a small training run leaves with what is recorded, bit for bit: on one thread and on two, with oneDNN's
# AVX-512 kernels and without. Those of AVX2 and AVX-512 add in another order, so that each has a record of its own. The
# files are those that the record names; the teacher's state must be the same for any number of threads besides.
#
# Usage: test-training-outputs.sh TOOL
set -euo pipefail
tool=$(realpath "$1")
record=$(realpath "$(dirname "$0")/../Tests/Reliability/training-outputs.txt")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

outputs() {
  ONEDNN_MAX_CPU_ISA=$1 "$tool" train --threads "$2" --data_dir "$folder/$1-$2" --exp_name small --max_stump_h 0.5 \
    --max_obstacle_spacing 6 --leg_size short --hid 32 --l 2 --batch_size 200 --train_freq 10 --max_ep_len 300 \
    --nb_test_episodes 3 --fit_rate 20 --epochs 1 --steps_per_ep 1500 --start_steps 500 --buf_size 9000 --quiet >/dev/null
  cd "$folder/$1-$2/small/small_s0"
  grep "^$1 " "$record" | awk '{ print $3 }' | xargs sha256sum | sed "s/^/$1 /" >"$folder/outputs"
  cmp teacher.state "$folder/$1-1/small/small_s0/teacher.state"
}

instruction_sets=(AVX2)
! grep -q -m1 avx512bw /proc/cpuinfo || instruction_sets+=(AVX512_CORE)
for instructions in "${instruction_sets[@]}"; do
  for threads in 1 2; do
    outputs "$instructions" $threads
    diff <(grep "^$instructions " "$record") "$folder/outputs" >&2 || {
      echo "a training run with $instructions on $threads threads did not give what is recorded ($record)" >&2
      exit 1
    }
  done
done
echo "a training run gives what is recorded, on 1 and 2 threads, with ${instruction_sets[*]}"
