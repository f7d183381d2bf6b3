#!/usr/bin/env bash
# What `make run` shows: a teacher at work on the toy environment, a walker that learns, and pictures of both.
set -euo pipefail
cd "$(dirname "$0")/.."
teachdrl=build/bin/teachdrl

cat <<'TEXT'

== 1. A teacher at work ===============================================================================================

The toy environment stands in for a student: a grid of cells, each of which can be learnt only once a neighbour is.
Who proposes tasks at random wastes most of them; ALP-GMM proposes those on which the student makes progress.

TEXT
"$teachdrl" toy --teacher ALP-GMM --episodes 20000 --gif pictures/first_run/toy

cat <<'TEXT'

== 2. A walker learns to walk =========================================================================================

A Soft Actor-Critic student on tracks with stumps, which ALP-GMM chooses. To fit into three minutes this run is small:
two hidden layers of 64 units instead of 400 and 300, batches of 128 instead of 1000 after every step instead of every
tenth, episodes of 400 steps instead of 2000, stumps at most 0.5 high instead of 3. The first 10,001 steps have random
actions, as in the paper (--start_steps), and the first 250 episodes random tasks (--fit_rate).

TEXT
train=("$teachdrl" train --exp_name first_run --seed 1 --overwrite
  --max_stump_h 0.5 --max_obstacle_spacing 6 --max_ep_len 400
  --hid 64 --l 2 --batch_size 128 --train_freq 1 --epochs 25 --steps_per_ep 10000 --nb_test_episodes 10)
printf '$ %s\n\n' "${train[*]}"
"${train[@]}"

cat <<'TEXT'

What you saw: with random actions the walker falls or stands in its own way. Once it learns, its returns leave that level
for good: first it keeps upright to the episode's end, then it begins to walk, which shows in the largest returns of
data/first_run/first_run_s1/progress.txt. It has not learnt to cross a track: that is worth about 300, counts as mastered
above 230, and takes longer.

The paper's setting is the same command with its own numbers, 20,000,000 steps with 2,000,000 updates of networks twenty
times larger on batches eight times larger, many hours of computing:

    build/bin/teachdrl train --exp_name test_alpgmm --teacher ALP-GMM --seed 42 --leg_size default \
      --max_stump_h 3.0 --max_obstacle_spacing 6.0

== 3. Pictures of it ==================================================================================================

TEXT
"$teachdrl" plot data/first_run/first_run_s1 --gif --out pictures/first_run
"$teachdrl" report data/first_run/first_run_s1 --out pictures/first_run
"$teachdrl" play --policy data/first_run/first_run_s1 --test_task 1 --max_steps 400 --gif pictures/first_run/walker.gif

cat <<'TEXT'

Open pictures/first_run/first_run.html in a browser for all of the run on one page; ALP-GMM.gif and Random.gif in
pictures/first_run/toy show what the teachers did in part 1.

Where to look next:
    README.md                      the library from C and from Python
    include/teachdrl.h             the C API, documented in place
    build/bin/teachdrl teachers    every teacher with every option; also: environments, toy, train --help
    docs/teachers/                 what each teacher does, and when to use it
TEXT
