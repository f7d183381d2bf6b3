#!/usr/bin/env python3
"""Trains under a curriculum, can be killed at any moment, and goes on where it was when it is started again.

    python3 resumable.py run.npz --episodes 20000 --every 500

One file holds all that the run is: the teacher's state and the student's. It is replaced as a whole, so that the two
always belong together. A run that was killed ends with the same bits as one that was not.
"""

import argparse
import hashlib
import os
import pathlib
import sys

import numpy as np
import teachdrl


class Student:
    """Learns on the toy environment, which keeps no state: the student's is the tasks it has played, played again."""

    def __init__(self, tasks: np.ndarray) -> None:
        self.toy = teachdrl.ToyEnvironment()
        self.tasks = []
        for task in tasks:
            self.play(task)

    def play(self, task: np.ndarray) -> float:
        self.tasks.append(task)
        return self.toy.play(task)


def save(file: pathlib.Path, teacher: teachdrl.Teacher, student: Student) -> None:
    """Writes a file beside it, waits until that is on the disk, and renames it."""
    beside = file.with_suffix(".tmp")
    with open(beside, "wb") as stream:
        np.savez(stream, teacher=np.frombuffer(teacher.to_bytes(), np.uint8), tasks=np.array(student.tasks))
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(beside, file)


def load(file: pathlib.Path) -> "tuple[teachdrl.Teacher, Student]":
    """The run that a file holds; a new one only if there is no such file.

    If the file is there and cannot be read, or is damaged, the program ends: the next save would overwrite the run.
    """
    try:
        with np.load(file) as saved:
            return teachdrl.Teacher.from_bytes(saved["teacher"].tobytes()), Student(saved["tasks"])
    except FileNotFoundError:
        return teachdrl.Teacher("ALP-GMM", [0, 0], [1, 1], seed=42), Student(np.empty((0, 2)))
    except Exception as failure:
        sys.exit(f"'{file}' cannot be read, so it is left as it is: {failure}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=pathlib.Path, help="where the run is kept")
    parser.add_argument("--episodes", type=int, default=20_000, help="how many to train in all (default: %(default)s)")
    parser.add_argument("--every", type=int, default=500, help="episodes between two saves (default: %(default)s)")
    arguments = parser.parse_args()

    teacher, student = load(arguments.file)
    print(f"from episode {teacher.episode_count}", flush=True)
    while teacher.episode_count < arguments.episodes:
        for _ in range(min(arguments.every, arguments.episodes - teacher.episode_count)):
            task = teacher.sample_task()
            teacher.update(task, student.play(task))
        save(arguments.file, teacher, student)
    digest = hashlib.sha256(teacher.to_bytes()).hexdigest()[:16]
    print(f"{student.toy.mastered_share:.0f} % of the tasks are mastered; the teacher is {digest}")


if __name__ == "__main__":
    main()
