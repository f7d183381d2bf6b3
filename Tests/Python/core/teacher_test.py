"""Teachers: the curriculum, batches, slots, saved state, looking inside, threads and processes."""

import copy
import gc
import multiprocessing
import os
import pickle
import threading
import weakref

import numpy as np
import pytest
import teachdrl
from teachdrl import Teacher, ToyEnvironment, _arguments


def trained(name="ALP-GMM", episodes=1000, seed=7, **options):
    """A teacher that has seen a toy student."""
    toy = ToyEnvironment()
    teacher = Teacher(name, toy.low, toy.high, seed=seed, **options)
    for _ in range(episodes):
        task = teacher.sample_task()
        teacher.update(task, toy.play(task))
    return teacher


def following(teacher, count=600):
    """What a teacher proposes while it is told returns that depend on the task: its future in numbers."""
    tasks = []
    for _ in range(count):
        tasks.append(teacher.sample_task())
        teacher.update(tasks[-1], float(np.sin(9 * tasks[-1]).sum()))
    return np.array(tasks)


# --------------------------------------------------------------------------------------------------- the curriculum


def test_a_curriculum_beats_chance():
    # The published implementation's means after 20,000 episodes: 35 % and 4 %.
    shares = []
    for name in ("ALP-GMM", "Random"):
        toy = ToyEnvironment()
        teacher = Teacher(name, toy.low, toy.high, seed=1)
        for _ in range(20_000):
            task = teacher.sample_task()
            teacher.update(task, toy.play(task))
        shares.append(toy.mastered_share)
    assert shares[0] > shares[1] + 10


def test_same_seed_same_bits():
    a, b, c = (following(Teacher("ALP-GMM", [0, 0], [3, 6], seed=seed)) for seed in (5, 5, 6))
    assert np.array_equal(a, b)
    assert not np.array_equal(a, c)


def test_without_a_seed_teachers_differ():
    a, b = (Teacher("Random", [0], [1]).sample_tasks(10) for _ in range(2))
    assert not np.array_equal(a, b)


def test_batches_are_the_same_as_single_calls():
    one, many = (Teacher("ALP-GMM", [0, 0], [3, 6], seed=5) for _ in range(2))
    for _ in range(5):
        tasks = many.sample_tasks(100)
        assert np.array_equal(tasks, [one.sample_task() for _ in range(100)])
        returns = tasks.sum(axis=1)
        many.update_tasks(tasks, returns)
        for task, episode_return in zip(tasks, returns):
            one.update(task, episode_return)
    assert one.episode_count == many.episode_count == 500
    assert one.to_bytes() == many.to_bytes()


@pytest.mark.parametrize(
    "form",
    [
        list,
        tuple,
        np.array,
        lambda task: np.array(task, dtype=np.float32),
        lambda task: np.array([task, task]).T[:, 0],
        lambda task: np.array([*task, 0])[:2],
    ],
)
def test_a_task_may_come_in_any_form(form):
    teacher = Teacher("Random", [0, 0], [1, 1], seed=1)
    teacher.update(form([0.25, 0.5]), np.float32(1))
    teacher.update_tasks([form([0.25, 0.5])], [1])
    assert teacher.episode_count == 2


def test_large_arrays_are_not_copied():
    tasks = np.random.default_rng(1).random((100, 2))
    assert _arguments.rows(tasks, 2, "tasks") is tasks


def test_nothing_is_a_batch_too():
    teacher = Teacher("Random", [0, 0], [1, 1], seed=1)
    teacher.update_tasks([], [])
    assert teacher.sample_tasks(0).shape == (0, 2)
    assert teacher.log_densities([]).shape == (0,)


def test_what_is_given_out_is_the_callers():
    teacher = Teacher("Random", [0, 0], [1, 1], seed=1)
    first = teacher.sample_task()
    kept = first.copy()
    teacher.sample_task()
    assert np.array_equal(first, kept)


def test_a_box_will_do():
    class Box:
        low, high = np.array([[0], [-1]], dtype=np.float32), np.array([[3], [6]], dtype=np.float32)

    teacher = Teacher("Random", Box(), seed=1)
    assert teacher.low.tolist() == [0, -1]
    assert teacher.high.tolist() == [3, 6]
    assert repr(teacher) == "Teacher('Random', [0.0, -1.0], [3.0, 6.0], episode_count=0)"


# ----------------------------------------------------------------------------------------------------------- errors


def teacher_of_two():
    return Teacher("ALP-GMM", [0, 0], [3, 6], seed=1)


@pytest.mark.parametrize(
    ("call", "kinds", "message"),
    [
        (lambda: Teacher("ALP-GMN", [0], [1]), (teachdrl.UnknownNameError, KeyError), "did you mean 'ALP-GMM'"),
        (lambda: Teacher("ALP-GMM", [0], [1], fit_rat=2), (teachdrl.UnknownNameError, KeyError), "mean 'fit_rate'"),
        (lambda: Teacher("ALP-GMM", [0], [1], fit_rate=0), (teachdrl.InvalidArgumentError, ValueError), "fit_rate"),
        (lambda: Teacher("ALP-GMM", [1], [0]), (teachdrl.InvalidArgumentError, ValueError), "low"),
        (lambda: Teacher("ALP-GMM", [0, 0], [1]), (teachdrl.InvalidArgumentError, ValueError), "high has 1 numbers"),
        (lambda: Teacher("ALP-GMM", [0], [1], seed=-1), (teachdrl.InvalidArgumentError, ValueError), "seed is -1"),
        (lambda: Teacher("ALP-GMM", [0], [1], seed=2**128), (teachdrl.InvalidArgumentError, ValueError), "seed is"),
        (lambda: Teacher("ALP\0GMM", [0], [1]), (teachdrl.InvalidArgumentError, ValueError), "NUL"),
        (lambda: Teacher("ALP-GMM", [0]), (TypeError,), "gymnasium.spaces"),
        (lambda: teacher_of_two().update([4, 1], 1), (teachdrl.InvalidArgumentError, ValueError), "4"),
        (lambda: teacher_of_two().update([1, 1], np.nan), (teachdrl.InvalidArgumentError, ValueError), "nan|NaN"),
        (lambda: teacher_of_two().update([1], 1), (teachdrl.InvalidArgumentError, ValueError), "task has 1 numbers"),
        (lambda: teacher_of_two().update([[1, 1]], 1), (teachdrl.InvalidArgumentError, ValueError), "shape"),
        (
            lambda: teacher_of_two().update([1, 1], "a lot"),
            (TypeError,),
            "episode_return must be a number, not 'a lot'",
        ),
        (lambda: teacher_of_two().update([1, 1], np.array("a lot")), (TypeError,), "episode_return must be a number"),
        (lambda: teacher_of_two().update_tasks([[1, 1, 1]], [1]), (ValueError,), "rows of 2 numbers"),
        (lambda: teacher_of_two().update_tasks([[1, 1]], [1, 2]), (ValueError,), "episode_returns has 2 numbers"),
        (lambda: teacher_of_two().sample_tasks(-1), (ValueError,), "count is -1"),
        (lambda: teacher_of_two().end_episode(3, 1.0), (teachdrl.InvalidStateError, RuntimeError), "slot"),
        (lambda: teacher_of_two().begin_episode(-1), (ValueError,), "slot is -1"),
        (lambda: teacher_of_two().begin_episodes([0.5]), (ValueError,), "slots must be"),
        (lambda: teacher_of_two().mixture_at(3), (teachdrl.InvalidArgumentError, ValueError), "episode"),
        (lambda: Teacher.from_bytes(b"no state"), (teachdrl.InvalidDataError, ValueError), "."),
        (lambda: Teacher.load("/nowhere/at.all"), (teachdrl.StateFileNotFoundError, FileNotFoundError), "nowhere"),
        (lambda: teacher_of_two().save("/nowhere/at.all"), (teachdrl.StateFileError, OSError), "nowhere"),
    ],
)
def test_errors_are_exceptions_with_the_librarys_message(call, kinds, message):
    for kind in kinds:
        with pytest.raises(kind, match=message):
            call()


@pytest.mark.parametrize("name", ["ALP-GMM", "Covar-GMM", "RIAC", "Random"])
def test_tasks_that_passed_through_float32_are_inside(name):
    low, high = [0.1, -0.3], [0.3, 0.7]
    one, other = (Teacher(name, low, high, seed=1) for _ in range(2))
    generator = np.random.default_rng(1)
    tasks = np.where(generator.random((5000, 2)) < 0.1, high, generator.uniform(low, high, (5000, 2)))
    tasks = np.float32(np.where(generator.random((5000, 2)) < 0.1, low, tasks))
    assert ((tasks < low) | (tasks > high)).sum() > 500
    for task in tasks:
        one.update(task, float(task[0]))
    other.update_tasks(np.clip(np.float64(tasks), low, high), np.float64(tasks[:, 0]))
    assert one.to_bytes() == other.to_bytes()
    assert np.array_equal(one.log_densities(tasks), other.log_densities(np.clip(np.float64(tasks), low, high)))
    with pytest.raises(teachdrl.InvalidArgumentError, match=r"'task\[1\]' is 0.7001"):
        one.update([0.2, 0.7001], 1)


def test_only_a_file_that_is_not_there_is_not_found(tmp_path):
    file, loop, folder = tmp_path / "teacher.state", tmp_path / "loop", tmp_path / "folder"
    teacher_of_two().save(file)
    loop.symlink_to("loop")
    folder.mkdir()
    for path in (loop, folder, file / "below a file"):
        with pytest.raises(teachdrl.StateFileError, match=str(path)) as raised:
            Teacher.load(path)
        assert not isinstance(raised.value, FileNotFoundError)
    for path in (tmp_path / "nothing", folder / "no folder" / "nothing"):
        with pytest.raises(FileNotFoundError, match=str(path)):
            Teacher.load(path)


def test_every_error_has_one_base():
    for name in teachdrl.__all__:
        if name.endswith("Error"):
            assert issubclass(getattr(teachdrl, name), teachdrl.TeachdrlError)


def test_a_failure_changes_nothing():
    teacher = trained(episodes=300)
    before = teacher.to_bytes()
    for wrong in ([2, 0.5], [np.nan, 0], [1, 2, 3]):
        with pytest.raises(ValueError, match="task"):
            teacher.update(wrong, 1)
    with pytest.raises(ValueError, match="2"):
        teacher.update_tasks([[0.5, 0.5], [2, 2]], [1, 1])
    assert teacher.to_bytes() == before


# ------------------------------------------------------------------------------------------------------------ slots


def test_slots_give_the_same_curriculum_as_samples_and_updates():
    slots, plain = (Teacher("ALP-GMM", [0, 0], [1, 1], seed=3) for _ in range(2))
    for _ in range(300):
        tasks = slots.begin_episodes([4, 9])
        assert np.array_equal(tasks, plain.sample_tasks(2))
        assert slots.busy_slots.tolist() == [4, 9]
        assert np.array_equal(slots.task_in_slot(9), tasks[1])
        slots.end_episodes([4, 9], tasks.sum(axis=1))
        plain.update_tasks(tasks, tasks.sum(axis=1))
    assert np.array_equal(slots.begin_episode(0), plain.sample_task())
    slots.abandon_episode(0)
    assert slots.busy_slots.tolist() == []
    assert slots.to_bytes() == plain.to_bytes()


def test_a_saved_state_has_the_episodes_under_way():
    teacher = trained(episodes=10)
    task = teacher.begin_episode(5)
    again = pickle.loads(pickle.dumps(teacher))
    assert np.array_equal(again.task_in_slot(5), task)
    again.end_episode(5, 0.5)
    assert again.episode_count == 11


# ------------------------------------------------------------------------------------------------------ saved state


def saved_and_loaded(teacher, tmp_path):
    teacher.save(tmp_path / "teacher.state")
    return Teacher.load(tmp_path / "teacher.state")


@pytest.mark.parametrize("name", ["ALP-GMM", "RIAC", "Covar-GMM", "Random"])
@pytest.mark.parametrize(
    "again",
    [
        saved_and_loaded,
        lambda teacher, _: Teacher.from_bytes(teacher.to_bytes()),
        lambda teacher, _: pickle.loads(pickle.dumps(teacher)),
        lambda teacher, _: copy.deepcopy(teacher),
        lambda teacher, _: copy.copy(teacher),
    ],
)
def test_a_restored_teacher_goes_on_bit_for_bit(name, again, tmp_path):
    teacher = trained(name, episodes=700)
    other = again(teacher, tmp_path)
    assert other.options == teacher.options
    assert np.array_equal(following(teacher), following(other))


def test_a_damaged_state_is_refused():
    state = bytearray(trained(episodes=100).to_bytes())
    state[len(state) // 2] ^= 1
    with pytest.raises(teachdrl.InvalidDataError):
        Teacher.from_bytes(bytes(state))


class Named(Teacher):
    """A subclass with something of its own."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.label = "mine"


def test_subclasses_come_along():
    other = pickle.loads(pickle.dumps(Named("Random", [0], [1], seed=1)))
    assert type(other) is Named
    assert other.label == "mine"
    assert type(Named.from_bytes(other.to_bytes())) is Named


# --------------------------------------------------------------------------------------------------- looking inside


def test_density_is_that_of_the_mixture():
    teacher = trained(episodes=2000, random_task_ratio=0.2)
    mixture, shares = teacher.mixture, teacher.mixture.sampling_weights / teacher.mixture.sampling_weights.sum()
    assert mixture.weights.sum() == pytest.approx(1)
    assert mixture.means.shape == (len(mixture), 3)
    tasks = np.random.default_rng(1).random((50, 2))
    density = np.full(50, 0.2)
    for share, mean, covariance in zip(shares, mixture.means, mixture.covariances):
        offsets, spread = tasks - mean[:2], covariance[:2, :2]
        squares = np.einsum("ni,ij,nj->n", offsets, np.linalg.inv(spread), offsets)
        density += 0.8 * share * np.exp(-squares / 2) / (2 * np.pi * np.sqrt(np.linalg.det(spread)))
    assert teacher.log_densities(tasks) == pytest.approx(np.log(density), rel=1e-9)
    assert teacher.log_density(tasks[3]) == pytest.approx(np.log(density[3]), rel=1e-9)


def test_learning_progress_is_that_of_the_newest_update():
    teacher = Teacher("ALP-GMM", [0, 0], [1, 1], seed=1, reward_range="off")
    assert np.isnan(teacher.learning_progress)
    for episode in range(10):
        teacher.update([episode / 10, 0.5], 0.0)
    assert teacher.learning_progress == 0
    teacher.update([0.41, 0.5], -1.5)
    assert teacher.learning_progress == 1.5
    assert np.isnan(Teacher.from_bytes(teacher.to_bytes()).learning_progress)
    assert np.isnan(trained("Random", episodes=20).learning_progress)


def test_history_has_a_mixture_for_every_fit():
    teacher = trained(episodes=1000, fit_rate=250)
    assert teacher.history.tolist() == [250, 500, 750, 1000]
    assert np.array_equal(teacher.mixture_at(1000).means, teacher.mixture.means)
    assert not np.array_equal(teacher.mixture_at(250).weights, teacher.mixture.weights)
    assert teacher.regions is None


def test_leaves_tile_the_task_space():
    teacher = trained("RIAC", episodes=3000)
    regions = teacher.regions
    volumes = np.prod(regions.high - regions.low, axis=1)
    assert volumes[0] == 1
    assert volumes[regions.is_leaf].sum() == pytest.approx(1)
    assert len(teacher.regions_at(teacher.history[0])) == 3
    assert teacher.mixture is None


def test_before_the_first_fit_there_is_nothing_to_see():
    teacher = Teacher("ALP-GMM", [0, 0], [2, 2], seed=1)
    assert teacher.mixture is None
    assert teacher.history.tolist() == []
    assert teacher.log_density([1, 1]) == pytest.approx(np.log(1 / 4))


# --------------------------------------------------------------------------------------------- threads and processes


def test_threads_share_a_teacher():
    teacher = Teacher("ALP-GMM", [0, 0], [1, 1], seed=1, fit_rate=100)
    wrong = []

    def work():
        try:
            for _ in range(500):
                task = teacher.sample_task()
                teacher.update(task, task.sum())
                assert teacher.mixture is None or len(teacher.mixture) > 0
                assert len(teacher.to_bytes()) > 0
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert teacher.episode_count == 4000
    assert np.all((teacher.sample_tasks(100) >= 0) & (teacher.sample_tasks(100) <= 1))


def test_a_dropped_teacher_is_gone():
    teacher = trained(episodes=10)
    gone = weakref.ref(teacher)
    holder = [teacher]
    holder.append(holder)
    del teacher, holder
    gc.collect()
    assert gone() is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_after_a_fork_both_go_on():
    teacher = trained(episodes=300)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "wb") as stream:
            stream.write(following(teacher).tobytes())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as stream:
        told = stream.read()
    assert os.waitpid(child, 0)[1] == 0
    assert told == following(teacher).tobytes()


def test_a_spawned_process_gets_the_same_teacher():
    teacher = trained(episodes=300)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert np.array_equal(pool.apply(following, (teacher,)), following(teacher))
